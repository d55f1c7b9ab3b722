package io.eventmanagement.event;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.reads.ClientRequest;
import io.eventmanagement.reads.Reads;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Deadline;
import io.eventmanagement.upstream.AddClient;
import io.eventmanagement.upstream.Answer;
import io.eventmanagement.upstream.CallFailures;
import io.eventmanagement.upstream.Credentials;
import io.eventmanagement.upstream.UpstreamFailure;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * Sends a new event to event.com: in its turn, behind the add-event circuit, and once. Only where event.com has refused our
 * token (401), and so hasn't looked at the event, it is sent once more with another.
 */
@Singleton
class EventSender {

    /** Nobody waits for it, or it must not be sent any more. */
    private static final Uni<Answer.Receipt> GIVEN_UP = Uni.createFrom().failure(CancellationException::new);

    private final AddClient client;
    private final Circuits circuits;
    private final Credentials credentials;
    private final CallFailures failures;
    private final Reads reads;
    private final Duration addTimeout;

    EventSender(AddClient client, Circuits circuits, Credentials credentials, CallFailures failures, Reads reads,
            EventApiConfig config) {
        this.client = client;
        this.circuits = circuits;
        this.credentials = credentials;
        this.failures = failures;
        this.reads = reads;
        this.addTimeout = config.addTimeout();
    }

    /**
     * @param event has an {@code id} and a {@code userId}
     * @param attempt is asked right before the event is sent, whether to send it still: its turn, and a token, may come late
     * @return fails with {@link CancellationException} if it wasn't to be sent
     */
    Uni<Answer.Receipt> send(ClientRequest request, ObjectNode event, Attempt attempt) {
        Deadline.End end = Deadline.current();
        AtomicReference<Uni<Void>> told = new AtomicReference<>(Uni.createFrom().voidItem());
        Supplier<Uni<Answer.Receipt>> guarded = () -> circuits.addEvent().guard(
                () -> client.addEvent(event).onItemOrFailure()
                        .invoke((receipt, thrown) -> told.set(forget(event, thrown))),
                thrown -> UpstreamFailure.of(thrown).countsForCircuit());
        return request.lane().call(() -> credentials.with(() -> attempt.send() ? guarded.get() : GIVEN_UP,
                () -> attempt.maySendAgain() && end.leaves(addTimeout) ? Optional.of(guarded.get()) : Optional.empty()))
                // Nobody waits any more: it isn't sent once there is a token.
                .onCancellation().invoke(attempt::giveUp)
                .onItemOrFailure().call((receipt, thrown) -> inTime(told.get(), end))
                .onFailure(thrown -> !(thrown instanceof CancellationException))
                .transform(thrown -> failures.explain(thrown, circuits.addEvent()));
    }

    /** What event.com has acknowledged isn't answered with a time-out since others couldn't be told. */
    private static Uni<Void> inTime(Uni<Void> told, Deadline.End end) {
        return Uni.createFrom().emitter(emitter -> {
            end.whenNear(() -> emitter.complete(null));
            Cancellable waiting = told.subscribe().with(emitter::complete, emitter::fail);
            emitter.onTermination(waiting::cancel);
        });
    }

    /** Before the client has its answer, and even if it waits for none any more. */
    private Uni<Void> forget(ObjectNode event, Throwable thrown) {
        String eventId = event.get("id").asText();
        String userId = event.get("userId").asText();
        if (thrown == null) {
            return reads.added(eventId, userId);
        }
        return UpstreamFailure.of(thrown).mayHaveTakenEffect() ? reads.mayBeAdded(eventId, userId)
                : Uni.createFrom().voidItem();
    }
}

package io.eventmanagement.upstream;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.eventmanagement.bulkhead.Batches;
import io.eventmanagement.bulkhead.BulkheadFullException;
import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.circuit.CircuitStatus;
import io.eventmanagement.reads.Cached;
import io.eventmanagement.reads.Freshness;
import io.eventmanagement.reads.Reader;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;

/**
 * event.com as the services see it: reads are answered from what is known where that will do, every call waits its turn in
 * the bulkhead, an unknown id is an empty {@link Optional}, and a call fails with an {@link UpstreamException}, a
 * {@link CircuitOpenException} or a {@link BulkheadFullException}.
 */
@Singleton
public class Upstream {

    /** Nobody waits for it. */
    private static final Uni<Answer.Receipt> GIVEN_UP = Uni.createFrom().failure(CancellationException::new);

    private final AddClient adding;
    private final FairBulkhead bulkhead;
    private final Circuits circuits;
    private final Reads reads;

    private final Operation<Answer.Listing> getUsers;
    private final Operation<Answer.Listing> getEvents;
    private final Operation<Optional<Answer.User>> getUserById;
    private final Operation<Optional<Answer.Event>> getEventById;

    Upstream(ReadClient reading, AddClient adding, FairBulkhead bulkhead, Circuits circuits, Reads reads) {
        this.adding = adding;
        this.bulkhead = bulkhead;
        this.circuits = circuits;
        this.reads = reads;
        getUsers = read(Circuits.GET_USERS, same -> reading.getUsers());
        getEvents = read(Circuits.GET_EVENTS, same -> reading.getEvents());
        getUserById = read(Circuits.GET_USER_BY_ID, id -> find(id, reading::getUserById));
        getEventById = read(Circuits.GET_EVENT_BY_ID, key -> find(key, reading::getEventById));
    }

    private <T> Operation<T> read(String name, Function<String, Uni<T>> call) {
        return new Operation<>(circuits.ofRead(name), circuits::rejected, call);
    }

    private static <T> Uni<Optional<T>> find(String id, Function<String, Uni<Optional<T>>> call) {
        if (id.isEmpty() || id.equals(".") || id.equals("..")) {
            // As a path segment these would name another resource of event.com.
            return Uni.createFrom().item(Optional.empty());
        }
        return call.apply(id);
    }

    /** The client request in whose Vert.x context this is called: its calls begin there, and it is answered there. */
    public Reader reader(Freshness wish) {
        ContextInternal context = (ContextInternal) Vertx.currentContext();
        return context == null ? new Reader(wish, bulkhead.lane(Runnable::run), Runnable::run)
                : new Reader(wish, bulkhead.lane(new Batches(some -> context.runOnContext(now -> some.run()))),
                        answer -> context.emit(now -> answer.run()));
    }

    public Uni<Cached<Answer.Listing>> users(Reader reader) {
        return reads.lists().get(Circuits.GET_USERS, reader, getUsers);
    }

    public Uni<Cached<Answer.Listing>> events(Reader reader) {
        return reads.lists().get(Circuits.GET_EVENTS, reader, getEvents);
    }

    public Uni<Cached<Optional<Answer.User>>> user(Reader reader, String id) {
        return reads.users().get(id, reader, getUserById);
    }

    public Uni<Cached<Optional<Answer.Event>>> event(Reader reader, String key) {
        return reads.events().get(key, reader, getEventById);
    }

    /**
     * Adds an event, which has an {@code id} and a {@code userId}.
     *
     * @param send is asked when it is its turn, whether to send it still
     */
    public Uni<Answer.Receipt> addEvent(Reader reader, ObjectNode event, BooleanSupplier send) {
        return reader.lane().call(() -> !send.getAsBoolean() ? GIVEN_UP
                : circuits.addEvent().guard(
                        () -> adding.addEvent(event).onItemOrFailure().invoke((receipt, thrown) -> forget(event, thrown)),
                        thrown -> UpstreamFailure.of(thrown).countsForCircuit()))
                .onFailure().transform(thrown -> Operation.explain(thrown, circuits.addEvent(), circuits::rejected));
    }

    /** Before the client has its answer, and even if it waits for none any more. */
    private void forget(ObjectNode event, Throwable thrown) {
        String eventId = event.get("id").asText();
        String userId = event.get("userId").asText();
        if (thrown == null) {
            reads.added(eventId, userId);
        } else if (UpstreamFailure.of(thrown).mayHaveTakenEffect()) {
            reads.mayBeAdded(eventId, userId);
        }
    }

    /** Why {@link #addEvent} would be rejected now, so that nothing is looked up or read for it; empty if it wouldn't be. */
    public Optional<CircuitOpenException> addEventRejection() {
        CircuitStatus status = circuits.addEvent().status();
        return status.rejects() ? Optional.of(circuits.rejected(new CircuitOpenException(status))) : Optional.empty();
    }
}

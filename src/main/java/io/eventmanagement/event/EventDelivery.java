package io.eventmanagement.event;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.delivery.Operation;
import io.eventmanagement.delivery.Outcome;
import io.eventmanagement.delivery.Outcome.Delivered;
import io.eventmanagement.delivery.Outcome.Later;
import io.eventmanagement.delivery.Outcome.NotSent;
import io.eventmanagement.delivery.Outcome.Rejected;
import io.eventmanagement.delivery.Sender;
import io.eventmanagement.settings.DeliveryConfig;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Durations;
import io.eventmanagement.upstream.UpstreamException;
import io.eventmanagement.upstream.UpstreamFailure;
import io.smallrye.mutiny.Uni;

/** Delivers an add that was accepted, by the rules by which it would be added now. */
@ApplicationScoped
class EventDelivery implements Sender {

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);

    /** The circuit waits as long as event.com is down; this is for what fails while others succeed. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Of what event.com may ask for: one bad answer isn't to keep a user's events back for a day. */
    private static final Duration LONGEST_WISH = Duration.ofMinutes(1);

    /** An answer may be megabytes long, and what is kept of it is kept for days. */
    private static final int LONGEST_RECEIPT = 4 * 1024;

    private final EventService events;
    private final NewEventReader newEvents;
    private final Duration settle;
    private final Duration addTimeout;

    EventDelivery(EventService events, NewEventReader newEvents, DeliveryConfig config, EventApiConfig eventApi) {
        this.events = events;
        this.newEvents = newEvents;
        this.settle = config.settle();
        this.addTimeout = eventApi.addTimeout();
    }

    @Override
    public Uni<Outcome> deliver(Operation operation, BooleanSupplier maySend) {
        NewEvent event;
        try {
            event = newEvents.read(operation.body().getBytes(StandardCharsets.UTF_8));
        } catch (InvalidEventException e) {
            // It was accepted by a version with other rules.
            return Uni.createFrom().item(new Rejected(e));
        }
        Attempt attempt = new Attempt(operation.eventId(), maySend);
        return (operation.askFirst() ? events.addUnlessThere(event, attempt, true) : events.add(event, attempt))
                .<Outcome> map(added -> new Delivered(
                        new String(added.withReceiptOfAtMost(LONGEST_RECEIPT).receipt(), StandardCharsets.UTF_8)))
                .onFailure().recoverWithItem(thrown -> ended(operation, attempt, thrown));
    }

    Outcome ended(Operation operation, Attempt attempt, Throwable thrown) {
        if (thrown instanceof EventRefusedException || thrown instanceof OwnerUnknownException) {
            return new Rejected(thrown);
        }
        if (thrown instanceof CircuitOpenException e && e.status().name().equals(Circuits.ADD_EVENT)) {
            // Once its wait is over it is the occasion to try again.
            return new NotSent(spread(FIRST_WAIT));
        }
        if (attempt.giveUp()) {
            return new NotSent(backoff(operation.turn(), thrown));
        }
        if (AddOnce.hadNoEffect(thrown)) {
            // It tells nothing of the attempts before it. A 503 may be that of a gateway, after event.com has stored the event.
            return new Later(operation.askFirst() || mayHaveTakenEffect(thrown), backoff(operation.attempts(), thrown));
        }
        return new Later(true, AddOnce.mayBeUnderWay(thrown) ? untilSettled(thrown) : backoff(operation.attempts(), thrown));
    }

    private static boolean mayHaveTakenEffect(Throwable thrown) {
        return thrown instanceof UpstreamException e && e.failure().mayHaveTakenEffect();
    }

    /** Where nobody waited for the call to end it may go on for as long as one may take. */
    private Duration untilSettled(Throwable thrown) {
        boolean isOver = thrown instanceof UpstreamException e && e.failure() == UpstreamFailure.TIMED_OUT;
        return isOver ? settle : settle.plus(addTimeout);
    }

    private static Duration backoff(int failures, Throwable thrown) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), 10));
        Duration own = spread(Durations.shorter(wait, LONGEST_WAIT));
        Duration wish = thrown instanceof UpstreamException e ? e.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
        return Durations.longer(own, Durations.shorter(wish, LONGEST_WISH));
    }

    /** So that many don't come at the same moment: half to one and a half. */
    private static Duration spread(Duration wait) {
        return Duration.ofMillis(wait.toMillis() / 2 + ThreadLocalRandom.current().nextLong(wait.toMillis()));
    }
}

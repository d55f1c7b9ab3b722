package io.eventmanagement.event;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;

import io.eventmanagement.delivery.Operation;
import io.eventmanagement.delivery.Outcome;
import io.eventmanagement.delivery.Outcome.Delivered;
import io.eventmanagement.delivery.Outcome.Later;
import io.eventmanagement.delivery.Outcome.Rejected;
import io.eventmanagement.delivery.Sender;
import io.eventmanagement.settings.DeliveryConfig;
import io.eventmanagement.upstream.UpstreamException;
import io.smallrye.mutiny.Uni;

/** Delivers an add that was accepted, by the rules by which it would be added now. */
@ApplicationScoped
class EventDelivery implements Sender {

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);

    /** The circuit waits as long as event.com is down; this is for what fails while others succeed. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final EventService events;
    private final NewEventReader newEvents;
    private final DeliveryConfig config;

    EventDelivery(EventService events, NewEventReader newEvents, DeliveryConfig config) {
        this.events = events;
        this.newEvents = newEvents;
        this.config = config;
    }

    @Override
    public Uni<Outcome> deliver(Operation operation) {
        NewEvent event = newEvents.read(operation.body().getBytes(StandardCharsets.UTF_8));
        Attempt attempt = new Attempt(operation.eventId());
        Uni<Outcome> outcome = operation.askFirst()
                ? events.addUnlessThere(event, attempt, true).map(sent -> new Delivered(EventService.RECEIPT))
                : events.add(event, attempt)
                        .map(added -> new Delivered(new String(added.receipt(), StandardCharsets.UTF_8)));
        return outcome.onFailure().recoverWithItem(thrown -> ended(operation, attempt, thrown));
    }

    private Outcome ended(Operation operation, Attempt attempt, Throwable thrown) {
        if (thrown instanceof EventRefusedException || thrown instanceof OwnerUnknownException) {
            return new Rejected(thrown);
        }
        if (attempt.giveUp()) {
            return new Later(operation.askFirst(), backoff(operation, thrown));
        }
        if (AddOnce.hadNoEffect(thrown)) {
            return new Later(false, backoff(operation, thrown));
        }
        return new Later(true, AddOnce.mayBeUnderWay(thrown) ? config.settle() : backoff(operation, thrown));
    }

    private static Duration backoff(Operation operation, Throwable thrown) {
        if (thrown instanceof UpstreamException e && e.retryAfter().isPresent()) {
            return e.retryAfter().get();
        }
        long millis = Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(operation.attempts() - 1, 10));
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis));
    }
}

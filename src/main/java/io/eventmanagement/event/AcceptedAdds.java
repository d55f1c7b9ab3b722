package io.eventmanagement.event;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.eventmanagement.delivery.Deliveries;
import io.eventmanagement.delivery.Operation;
import io.eventmanagement.idempotency.DatabaseIdempotencyStore;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Time;
import io.smallrye.mutiny.Uni;

/** Adds that are accepted first and delivered later, for clients that prefer it ({@code Prefer: respond-async}). */
@ApplicationScoped
class AcceptedAdds {

    /** Of a request's time, what is left for its answer. */
    private static final Duration RESERVE = Duration.ofMillis(250);

    private final EventService events;
    private final EventIds ids;
    private final Deliveries deliveries;
    private final EventApiConfig config;
    private final Time time;

    AcceptedAdds(EventService events, EventIds ids, Deliveries deliveries, EventApiConfig config, Time time) {
        this.events = events;
        this.ids = ids;
        this.deliveries = deliveries;
        this.config = config;
        this.time = time;
    }

    String newId() {
        return ids.next();
    }

    /** Whether there is a database. */
    boolean isOn() {
        return deliveries.isOn();
    }

    /**
     * Commits an add for a user that event.com knows or can't be asked about, and waits for its delivery as long as the client
     * would.
     *
     * @param id of the event
     * @param wish how long the client would wait
     * @param key the client's {@code Idempotency-Key}, if it has one
     * @return the operation as it is then
     */
    Uni<Operation> accept(String id, NewEvent event, String client, Optional<DatabaseIdempotencyStore.Use> key, Duration wish) {
        long deadline = time.nanos() + config.deadline().minus(RESERVE).toNanos();
        return events.checkOwner(event).flatMap(known -> {
            Operation.New add = new Operation.New(UUID.randomUUID(), id, event.userId().asText(), client,
                    event.body().toString());
            Duration left = Duration.ofNanos(Math.max(0, deadline - time.nanos()));
            Duration wait = wish.compareTo(left) < 0 ? wish : left;
            return deliveries.accept(add, wait, connection -> key.isEmpty() ? Optional.empty()
                    : key.get().take(connection, add.eventId(), add.id()));
        });
    }
}

package io.eventmanagement.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.settings.ShutdownConfig;
import io.eventmanagement.time.Time;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.ext.web.RoutingContext;

/**
 * Refuses new requests once the service only finishes what is under way. Until then Quarkus' own graceful shutdown does all:
 * from the beginning of the end on each answer closes its connection (RFC 9112, 9.6). It would go on so, though, and serve
 * new requests until it happens to have none.
 */
@ApplicationScoped
class Draining {

    private final Time time;
    private final long delayNanos;

    /** Null until the end begins. */
    private volatile Long begun;

    Draining(Time time, ShutdownConfig config) {
        this.time = time;
        this.delayNanos = config.delay().toNanos();
    }

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        begun = time.nanos();
    }

    void register(@Observes RequestFilters filters) {
        filters.add(this::refuse, FilterOrder.HEADERS - 1);
    }

    private boolean refuse(RoutingContext request) {
        Long since = begun;
        if (since == null || time.nanos() - since < delayNanos) {
            return true;
        }
        request.fail(503);
        return false;
    }
}

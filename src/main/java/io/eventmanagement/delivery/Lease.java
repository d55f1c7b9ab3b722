package io.eventmanagement.delivery;

import java.time.Duration;

import io.eventmanagement.settings.DeliveryConfig;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Durations;

/**
 * For how long a replica has an operation for itself. Whoever takes it over asks event.com whether it has the event, and
 * sends it if it hasn't: by then nothing may be on its way there any more.
 *
 * @param length from the moment at which the database grants it
 * @param sendWithin after which there isn't time enough left for a call, and for what event.com does with it when nobody
 *        waits for it any more
 */
record Lease(Duration length, Duration sendWithin) {

    /** For what a replica does beside its call. */
    static final Duration SLACK = Duration.ofSeconds(5);

    static Lease of(EventApiConfig eventApi, DeliveryConfig config) {
        Duration after = Durations.longer(config.settle(), SLACK);
        return new Lease(eventApi.deadline().plus(eventApi.addTimeout()).plus(after), eventApi.deadline());
    }

    /** @param nanos since it was asked for: the database may have granted it at once, and been long in saying so */
    boolean leavesTime(long nanos) {
        return nanos <= sendWithin.toNanos();
    }
}

package io.eventmanagement.settings;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** How adds that were accepted are delivered. */
@ConfigMapping(prefix = "delivery")
public interface DeliveryConfig {

    /** Deliveries under way at once, for each replica. */
    @WithDefault("32")
    @Limits(min = 1, max = 10_000)
    int concurrency();

    /** The age at which an add that couldn't be delivered is given up. */
    @WithName("max-age-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("86400000")
    @Limits(min = 1, max = 30 * Limits.DAY)
    Duration maxAge();

    /** Adds that may wait for their delivery; further ones are refused. */
    @WithDefault("100000")
    @Limits(min = 1, max = 10_000_000)
    int maxPending();

    /** After a time-out: how long event.com may still be at it, before it is asked whether it has the event. */
    @WithName("settle-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("5000")
    @Limits(min = 0, max = Limits.DAY)
    Duration settle();

    /** How long an operation is known after its end. */
    @WithName("keep-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("604800000")
    @Limits(min = 1, max = 365 * Limits.DAY)
    Duration keep();
}

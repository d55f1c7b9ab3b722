package io.eventmanagement.settings;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** How the stand-in for event.com behaves; the defaults are event.com as it is. */
@ConfigMapping(prefix = "stand-in")
public interface StandInConfig {

    /** How long each fetch of an event takes. */
    @WithName("event-delay-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("500")
    @Limits(min = 0, max = Limits.TEN_MINUTES)
    Duration eventDelay();

    /** Calls of {@code addEvent} that succeed, before … */
    @WithDefault("5")
    @Limits(min = 0, max = 1_000_000)
    int addSuccesses();

    /** … so many fail, and so on. */
    @WithDefault("10")
    @Limits(min = 0, max = 1_000_000)
    int addFailures();

    @WithName("add-failure-delay-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("100")
    @Limits(min = 0, max = Limits.TEN_MINUTES)
    Duration addFailureDelay();

    /** The share of {@code getUsers} and {@code getEvents} that ends in a closed connection. */
    @WithDefault("0.05")
    @Limits(min = 0, max = 1)
    double closeRatio();

    /** Events that it keeps. */
    @WithDefault("100000")
    @Limits(min = 1, max = 10_000_000)
    int maxEvents();
}

package io.eventmanagement.settings;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** The rules of the circuits (docs/resilience.md); the reads' others are in their annotations. */
@ConfigMapping(prefix = "circuit-breaker")
public interface CircuitBreakerConfig {

    /** Failures of {@code addEvent} within the window that open its circuit. */
    @WithDefault("3")
    @Limits(min = 1, max = 1_000)
    int failureThreshold();

    /** How long a failure is remembered. */
    @WithName("failure-window-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("30000")
    @Limits(min = 1, max = Limits.DAY)
    Duration failureWindow();

    /** The first wait; each further one in a row is twice as long. */
    @WithName("reset-timeout-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("10000")
    @Limits(min = 1, max = Limits.DAY)
    Duration resetTimeout();

    /** The longest wait, before jitter. */
    @WithName("max-reset-timeout-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("60000")
    @Limits(min = 1, max = Limits.DAY)
    Duration maxResetTimeout();

    /** The largest share of a wait that is added to it. */
    @WithDefault("0.1")
    @Limits(min = 0, max = 1)
    double jitter();

    /** How long the circuit of a read stays open. */
    @WithName("read-delay-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("5000")
    @Limits(min = 1, max = Limits.DAY)
    Duration readDelay();
}

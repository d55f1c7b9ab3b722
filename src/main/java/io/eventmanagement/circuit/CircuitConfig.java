package io.eventmanagement.circuit;

import java.time.Duration;

import io.eventmanagement.settings.Milliseconds;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithName;

/** The rules of the circuits (docs/resilience.md); the reads' others are in their annotations. */
@ConfigMapping(prefix = "")
interface CircuitConfig {

    @WithName("CIRCUIT_BREAKER_FAILURE_THRESHOLD")
    int failureThreshold();

    @WithName("CIRCUIT_BREAKER_FAILURE_WINDOW_MS")
    @WithConverter(Milliseconds.class)
    Duration failureWindow();

    @WithName("CIRCUIT_BREAKER_RESET_TIMEOUT_MS")
    @WithConverter(Milliseconds.class)
    Duration resetTimeout();

    @WithName("CIRCUIT_BREAKER_MAX_RESET_TIMEOUT_MS")
    @WithConverter(Milliseconds.class)
    Duration maxResetTimeout();

    @WithName("CIRCUIT_BREAKER_JITTER")
    double jitter();

    /** How long the circuit of a read stays open. */
    @WithName("CIRCUIT_BREAKER_READ_DELAY_MS")
    @WithConverter(Milliseconds.class)
    Duration readDelay();

    default CircuitRules rules() {
        return new CircuitRules(failureThreshold(), failureWindow(), resetTimeout(), maxResetTimeout(), jitter());
    }
}

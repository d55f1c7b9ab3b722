package io.eventmanagement.circuit;

import java.time.Duration;

import io.eventmanagement.settings.CircuitBreakerConfig;

/**
 * When a {@link TimedCircuit} opens, and for how long.
 *
 * @param failureThreshold how many failures within the window open the circuit; at least 1
 * @param failureWindow how long a failure is remembered
 * @param resetTimeout how long the circuit stays open the first time
 * @param maxResetTimeout the longest time that the circuit stays open, before jitter
 * @param jitter the largest share of a wait that is added to it at random, from 0 to 1
 */
public record CircuitRules(int failureThreshold, Duration failureWindow, Duration resetTimeout, Duration maxResetTimeout,
        double jitter) {

    static CircuitRules of(CircuitBreakerConfig config) {
        return new CircuitRules(config.failureThreshold(), config.failureWindow(), config.resetTimeout(),
                config.maxResetTimeout(),
                config.jitter());
    }
}

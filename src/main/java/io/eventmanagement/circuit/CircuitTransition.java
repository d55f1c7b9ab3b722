package io.eventmanagement.circuit;

import java.time.Duration;
import java.util.OptionalInt;

import io.smallrye.faulttolerance.api.CircuitBreakerState;

/**
 * A circuit changed its state: the CDI event that the log, metrics and traces observe.
 *
 * @param why the reason, in words for people
 * @param failuresInWindow how many failures are remembered; empty if the circuit doesn't report it
 * @param openFor how long the circuit will reject calls; zero unless it is open
 * @param attempt how many waits there were in a row; zero once closed, empty if the circuit doesn't report it
 */
public record CircuitTransition(String circuit, CircuitBreakerState from, CircuitBreakerState to, String why,
        OptionalInt failuresInWindow, Duration openFor, OptionalInt attempt) {
}

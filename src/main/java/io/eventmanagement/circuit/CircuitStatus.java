package io.eventmanagement.circuit;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

import io.smallrye.faulttolerance.api.CircuitBreakerState;

/**
 * A snapshot of a circuit.
 *
 * @param name the operation that the circuit guards, such as {@code add-event}
 * @param since when the circuit entered this state
 * @param failuresInWindow how many failures are remembered; empty if the circuit doesn't report it
 * @param attempt how many waits there were in a row; zero while closed, empty if the circuit doesn't report it
 * @param retryAfter how long the circuit will reject calls; zero if the next call may go through
 */
public record CircuitStatus(String name, CircuitBreakerState state, Instant since, OptionalInt failuresInWindow,
        OptionalInt attempt, Duration retryAfter) {

    /** Whether a call would be rejected now. */
    public boolean rejects() {
        return !retryAfter.isZero();
    }
}

package io.eventmanagement.circuit;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

import io.smallrye.faulttolerance.api.CircuitBreakerState;

/**
 * What a circuit is like at one moment.
 *
 * @param name the operation that it guards, such as {@code add-event}
 * @param since when it came to this state
 * @param failuresInWindow failures that are remembered, if the circuit tells
 * @param attempt how many waits there were in a row, zero while it is closed, if the circuit tells
 * @param retryAfter how long it lets no call through; zero if the next call may go through
 */
public record CircuitStatus(String name, CircuitBreakerState state, Instant since, OptionalInt failuresInWindow,
        OptionalInt attempt, Duration retryAfter) {

    /** Whether a call would be rejected now. */
    public boolean rejects() {
        return !retryAfter.isZero();
    }
}

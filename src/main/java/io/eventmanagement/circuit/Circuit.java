package io.eventmanagement.circuit;

import io.smallrye.faulttolerance.api.CircuitBreakerState;

/** A circuit breaker as health checks, metrics and operators see it. */
public interface Circuit {

    CircuitStatus status();

    default boolean isClosed() {
        return status().state() == CircuitBreakerState.CLOSED;
    }

    /** Whether the circuit needs a probe to move on: it isn't closed, its wait is over, and no probe is under way. */
    default boolean awaitsCall() {
        CircuitStatus status = status();
        return status.state() != CircuitBreakerState.CLOSED && !status.rejects();
    }

    /** Closes the circuit and forgets its failures. */
    void reset();
}

package io.eventmanagement.circuit;

import io.smallrye.faulttolerance.api.CircuitBreakerState;

/** A circuit as its watchers see it. */
public interface Circuit {

    CircuitStatus status();

    default boolean isClosed() {
        return status().state() == CircuitBreakerState.CLOSED;
    }

    /** Whether only a call can move it on: it isn't closed, its wait is over, and no such call is under way. */
    default boolean awaitsCall() {
        CircuitStatus status = status();
        return status.state() != CircuitBreakerState.CLOSED && !status.rejects();
    }

    /** Back to closed, with no failures remembered. */
    void reset();
}

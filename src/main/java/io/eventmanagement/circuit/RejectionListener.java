package io.eventmanagement.circuit;

/**
 * Hears of each call that a circuit rejects, for metrics and traces. It isn't a CDI event, since CDI would open a request scope
 * for each, and nothing happens more often than this while a circuit is open.
 */
@FunctionalInterface
public interface RejectionListener {

    /** @param circuit its status when it rejected the call */
    void rejected(CircuitStatus circuit);
}

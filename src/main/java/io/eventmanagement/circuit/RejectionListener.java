package io.eventmanagement.circuit;

/**
 * Is told what a circuit doesn't let through, as metrics and traces are. Not by a CDI event: for each, CDI would open a
 * request scope, and nothing is told more often than this while a circuit is open.
 */
@FunctionalInterface
public interface RejectionListener {

    /** @param circuit as it was then */
    void rejected(CircuitStatus circuit);
}

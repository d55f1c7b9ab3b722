package io.eventmanagement.resilience;

/**
 * Is told what a circuit doesn't let through: metrics and traces are. Not by a CDI event, for which CDI opens a request scope
 * each
 * time: when a circuit is open this is told more often than anything else.
 */
@FunctionalInterface
public interface RejectionListener {

    /** @param circuit as it was then */
    void rejected(CircuitStatus circuit);
}

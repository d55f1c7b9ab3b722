package io.eventmanagement.resilience;

/** A circuit as its watchers see it. */
public interface Circuit {

    CircuitStatus status();

    /** Back to closed, with no failures remembered. */
    void reset();
}

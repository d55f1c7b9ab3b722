package io.eventmanagement.reads;

import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.time.Deadline;
import io.smallrye.mutiny.Uni;

/** Where values come from: an operation of a server that may fail, with a circuit in front. */
public interface Source<V> {

    /**
     * Asks for one value.
     *
     * @param end of those who wait for it
     */
    Uni<V> fetch(String id, Deadline.End end);

    Circuit circuit();

    /** Whether the source is at fault, or its circuit is open, so that the last good value may be served. */
    boolean hasFailed(Throwable thrown);
}

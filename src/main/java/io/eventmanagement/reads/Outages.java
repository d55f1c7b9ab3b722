package io.eventmanagement.reads;

import java.util.List;
import java.util.stream.IntStream;

import io.eventmanagement.circuit.Circuit;

/**
 * Which operations of event.com fail for other replicas: one that has just started needn't find out for itself. Each second a
 * replica says which of its circuits aren't closed, and that is believed for three.
 */
final class Outages {

    private final List<Circuit> circuits;
    private final List<String> names;

    /** A bit for each circuit. */
    private volatile long elsewhere;

    /** @param circuits the same on all replicas */
    Outages(List<Circuit> circuits) {
        this.circuits = List.copyOf(circuits);
        this.names = circuits.stream().map(circuit -> circuit.status().name()).toList();
    }

    List<String> names() {
        return names;
    }

    /** Those of this replica. */
    List<String> here() {
        return IntStream.range(0, names.size()).filter(i -> !circuits.get(i).isClosed()).mapToObj(names::get).toList();
    }

    void hear(long bits) {
        elsewhere = bits;
    }

    boolean isElsewhere(Circuit circuit) {
        long bits = elsewhere;
        return bits != 0 && circuits.contains(circuit) && (bits >> circuits.indexOf(circuit) & 1) == 1;
    }
}

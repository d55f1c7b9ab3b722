package io.eventmanagement.reads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.time.Time;

/**
 * Which operations of event.com fail for other replicas: one that has just started needn't find out for itself. Each second a
 * replica says which of its circuits aren't closed, and that is believed for three, unless this replica knows better.
 */
final class OutagesElsewhere {

    /** How long a report lives, and a second until the next is heard. */
    static final Duration LIFE = Duration.ofSeconds(4);

    private final List<Circuit> circuits;
    private final List<String> names;
    private final Time time;
    private final String reporter = UUID.randomUUID().toString();

    /** By circuit: since when it is said to fail, without a pause, and when a call of this replica succeeded last. */
    private final AtomicLongArray heardSince;
    private final AtomicLongArray succeeded;

    /** A bit for each circuit. */
    private volatile long elsewhere;

    /** @param circuits the same on all replicas */
    OutagesElsewhere(List<Circuit> circuits, Time time) {
        this.circuits = List.copyOf(circuits);
        this.names = circuits.stream().map(circuit -> circuit.status().name()).toList();
        this.time = time;
        this.heardSince = new AtomicLongArray(circuits.size());
        this.succeeded = new AtomicLongArray(circuits.size());
        for (int i = 0; i < circuits.size(); i++) {
            succeeded.set(i, longAgo());
        }
    }

    private long longAgo() {
        return time.nanos() - Duration.ofDays(10_000).toNanos();
    }

    /** By which this replica knows its own reports. */
    String reporter() {
        return reporter;
    }

    List<String> names() {
        return names;
    }

    /** Those of this replica. */
    List<String> here() {
        return IntStream.range(0, names.size()).filter(i -> !circuits.get(i).isClosed()).mapToObj(names::get)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    void hear(long bits) {
        long begun = bits & ~elsewhere;
        for (int i = 0; begun != 0 && i < names.size(); i++) {
            if (isSet(begun, i)) {
                heardSince.set(i, time.nanos());
            }
        }
        elsewhere = bits;
    }

    /** A call of this replica came to an end: that says more than what others say. */
    void ended(Circuit circuit, boolean hasSucceeded) {
        int i = circuits.indexOf(circuit);
        if (i >= 0) {
            succeeded.set(i, hasSucceeded ? time.nanos() : longAgo());
        }
    }

    /** Not if the last call of this replica succeeded since it was first heard of, or shortly before. */
    boolean isElsewhere(Circuit circuit) {
        long bits = elsewhere;
        int i = bits == 0 ? -1 : circuits.indexOf(circuit);
        if (i < 0 || !isSet(bits, i)) {
            return false;
        }
        long last = succeeded.get(i);
        return last - heardSince.get(i) < 0 && time.nanos() - last > LIFE.toNanos();
    }

    private static boolean isSet(long bits, int i) {
        return (bits >> i & 1) == 1;
    }
}

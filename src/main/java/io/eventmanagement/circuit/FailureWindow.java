package io.eventmanagement.circuit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Remembers the latest failures, each for the length of the window: a failure at time t counts while now &lt; t + window
 * (docs/resilience.md, "The add-event circuit"). Not thread-safe; its circuit guards it.
 */
final class FailureWindow {

    private final int most;
    private final long nanos;
    private final Deque<Long> failures = new ArrayDeque<>();

    /** @param most how many failures to remember; no caller needs a higher count */
    FailureWindow(int most, Duration length) {
        this.most = most;
        this.nanos = length.toNanos();
    }

    void record(long now) {
        if (failures.size() == most) {
            failures.removeFirst();
        }
        failures.addLast(now);
    }

    int count(long now) {
        while (!failures.isEmpty() && now - failures.peekFirst() >= nanos) {
            failures.removeFirst();
        }
        return failures.size();
    }

    void clear() {
        failures.clear();
    }
}

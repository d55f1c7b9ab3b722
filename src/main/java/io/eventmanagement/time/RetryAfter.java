package io.eventmanagement.time;

import java.time.Duration;

/** Converts a wait into the seconds that clients and operators are told. */
public final class RetryAfter {

    private RetryAfter() {
    }

    /**
     * Whole seconds, rounded up so that nobody comes back too early, at least 1 (docs/resilience.md, "The add-event circuit").
     */
    public static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
}

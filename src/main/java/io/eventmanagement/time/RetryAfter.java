package io.eventmanagement.time;

import java.time.Duration;

/** How a wait is told to a client or an operator. */
public final class RetryAfter {

    private RetryAfter() {
    }

    /**
     * Whole seconds, rounded up so that nobody comes too early, and at least 1 (docs/resilience.md, "The add-event circuit").
     */
    public static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
}

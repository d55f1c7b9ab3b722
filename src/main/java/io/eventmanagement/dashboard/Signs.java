package io.eventmanagement.dashboard;

import java.util.List;

/**
 * What the service's condition is judged by; what is "just now" is of the last {@link Flow#WINDOW} seconds.
 *
 * @param answers of ours, just now
 * @param errors of these, those whose status is 5xx
 * @param bugs of these, those whose status is 500: nothing but a fault of ours makes one
 * @param calls of event.com, just now
 * @param failedCalls of these, those that ended in a 5xx or without an answer
 * @param stale reads that were answered with a last good answer, just now
 * @param notClosed the circuits that aren't closed
 * @param oldestMs the age of the oldest accepted add that waits, in milliseconds; -1 if none does
 * @param isFull whether there are as many calls as there may be, and requests wait
 * @param databaseDown false where there is none
 * @param redisDown false where there is none
 */
record Signs(int answers, int errors, int bugs, int calls, int failedCalls, int stale, List<String> notClosed, long oldestMs,
        boolean isFull, boolean databaseDown, boolean redisDown) {

    private static final int FAILING_PERCENT = 5;
    private static final long LONG_MS = 60_000;

    static final Signs NONE = new Signs(0, 0, 0, 0, 0, 0, List.of(), -1, false, false, false);

    boolean isFailing() {
        return (long) errors * 100 > (long) answers * FAILING_PERCENT;
    }

    boolean isDegraded() {
        return !notClosed.isEmpty() || stale > 0 || hasOldBacklog();
    }

    boolean hasOldBacklog() {
        return oldestMs > LONG_MS;
    }

    /** Its circuits say so, or it fails as many calls as would be too many of ours. */
    boolean eventComFails() {
        return !notClosed.isEmpty() || stale > 0 || (long) failedCalls * 100 > (long) calls * FAILING_PERCENT;
    }
}

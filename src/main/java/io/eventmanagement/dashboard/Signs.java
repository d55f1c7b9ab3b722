package io.eventmanagement.dashboard;

import java.util.List;

/**
 * What the service's condition is judged by; what is "just now" is of the last {@link Flow#WINDOW} seconds.
 *
 * @param answers of ours, just now
 * @param errors of these, those whose status is 5xx
 * @param bugs of these, those whose status is 500: nothing but a fault of ours makes one
 * @param calls of event.com
 * @param stale reads that were answered with a last good answer, just now
 * @param notClosed the circuits that aren't closed
 * @param oldestMs the age of the oldest accepted add that waits, in milliseconds; -1 if none does
 * @param databaseDown false where there is none
 * @param redisDown false where there is none
 */
record Signs(int answers, int errors, int bugs, Calls calls, int stale, List<String> notClosed, long oldestMs,
        boolean databaseDown, boolean redisDown) {

    /**
     * Calls of event.com.
     *
     * @param all that ended just now
     * @param failed of these, those that failed as the circuits see it
     * @param unauthorized of these, those for which our credentials weren't accepted
     * @param lacksToken whether there is no access token although event.com requires one, so that it isn't even called
     * @param limit how many may be under way
     * @param isFull whether so many are, and requests wait
     * @param isLimited whether the limit is lower than the settings have it, since event.com takes no more
     */
    record Calls(int all, int failed, int unauthorized, boolean lacksToken, int limit, boolean isFull, boolean isLimited) {

        static final Calls NONE = new Calls(0, 0, 0, false, 1, false, false);

        private boolean isMuch(int some) {
            return (long) some * 100 > (long) all * FAILING_PERCENT;
        }
    }

    private static final int FAILING_PERCENT = 5;
    private static final long LONG_MS = 60_000;

    static final Signs NONE = new Signs(0, 0, 0, Calls.NONE, 0, List.of(), -1, false, false);

    boolean isFailing() {
        return (long) errors * 100 > (long) answers * FAILING_PERCENT;
    }

    boolean isDegraded() {
        return !notClosed.isEmpty() || stale > 0 || hasOldBacklog();
    }

    boolean hasOldBacklog() {
        return oldestMs > LONG_MS;
    }

    /** Without access nothing that we see says whether event.com is well. */
    boolean lacksAccess() {
        return calls.lacksToken || calls.isMuch(calls.unauthorized) && calls.unauthorized >= calls.failed;
    }

    /** Its circuits say so, or it fails as many calls as would be too many of ours, or it takes too few. */
    boolean eventComFails() {
        return holdsCallsBack() || stale > 0 || calls.isMuch(calls.failed);
    }

    /** Right now, while the other signs of event.com are of just now. */
    boolean holdsCallsBack() {
        return !notClosed.isEmpty() || calls.isFull && calls.isLimited;
    }
}

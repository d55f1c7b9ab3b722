package io.eventmanagement.time;

/** Makes the failure of this package for tests of others. */
public final class TimeFailures {

    private TimeFailures() {
    }

    public static Throwable deadlineExceeded() {
        return new DeadlineExceededException();
    }
}

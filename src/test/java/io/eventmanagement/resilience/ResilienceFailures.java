package io.eventmanagement.resilience;

/** Makes the failures of this package for tests of others. */
public final class ResilienceFailures {

    private ResilienceFailures() {
    }

    public static Throwable deadlineExceeded() {
        return new DeadlineExceededException();
    }

    public static Throwable bulkheadFull() {
        return new BulkheadFullException();
    }
}

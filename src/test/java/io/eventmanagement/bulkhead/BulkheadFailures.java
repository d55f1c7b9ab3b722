package io.eventmanagement.bulkhead;

/** Makes the failure of this package for tests of others. */
public final class BulkheadFailures {

    private BulkheadFailures() {
    }

    public static Throwable bulkheadFull() {
        return new BulkheadFullException();
    }
}

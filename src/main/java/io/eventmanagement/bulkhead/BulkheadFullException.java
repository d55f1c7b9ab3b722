package io.eventmanagement.bulkhead;

/** More requests wait for a call to end than may wait. */
public final class BulkheadFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BulkheadFullException() {
        super("too many requests wait for event.com", null, false, false);
    }
}

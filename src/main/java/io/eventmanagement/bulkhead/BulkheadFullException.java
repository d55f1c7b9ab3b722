package io.eventmanagement.bulkhead;

/** The bulkhead is full: as many requests are waiting for their turn to call event.com as may wait. */
public final class BulkheadFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BulkheadFullException() {
        super("too many requests are waiting for their turn to call event.com", null, false, false);
    }
}

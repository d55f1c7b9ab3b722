package io.eventmanagement.idempotency;

/** An earlier request with an idempotency key ended without an answer of event.com, which may still be at it. */
public final class UnsettledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsettledException() {
        super("it isn't known yet how the first request with this key ended", null, false, false);
    }
}

package io.eventmanagement.idempotency;

/** The first request with an idempotency key isn't answered yet. */
public final class KeyInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeyInUseException() {
        super("the first request with this key is still running", null, false, false);
    }
}

package io.eventmanagement.idempotency;

/** A key belongs to an add that isn't delivered later. */
public final class PlainAddException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PlainAddException() {
        super("this key is that of an add that isn't delivered later", null, false, false);
    }
}

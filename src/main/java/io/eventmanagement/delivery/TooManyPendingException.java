package io.eventmanagement.delivery;

/** So many adds wait for their delivery that no further one is accepted. */
public final class TooManyPendingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyPendingException() {
        super("too many adds wait for their delivery", null, false, false);
    }
}

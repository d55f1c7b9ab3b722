package io.eventmanagement.delivery;

/** There is no such operation, or it is another client's. */
public final class NoSuchOperationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchOperationException() {
        super("There is no such operation.", null, false, false);
    }
}

package io.eventmanagement.management;

/** A page of another site had an operator's browser send a request. */
public final class ForeignPageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ForeignPageException() {
        super("a page of another site sent this", null, false, false);
    }
}

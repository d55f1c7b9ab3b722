package io.eventmanagement.management;

/** An operation's state doesn't allow what an operator asked for. */
public final class WrongStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongStateException() {
        super("the state of the operation doesn't allow this", null, false, false);
    }
}

package io.eventmanagement.event;

/** An event was to be added for a user that event.com doesn't know. */
public final class UnknownUserException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownUserException(String userId) {
        super("There is no user " + userId + ".", null, false, false);
    }
}

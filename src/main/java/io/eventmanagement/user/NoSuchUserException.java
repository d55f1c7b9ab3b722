package io.eventmanagement.user;

/** A client asked for a user that event.com doesn't know. */
public final class NoSuchUserException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoSuchUserException(String id) {
        super("There is no user " + id + ".", null, false, false);
    }
}

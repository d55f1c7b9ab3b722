package io.eventmanagement.event;

/** An event was to be added for a user that event.com doesn't know. */
public final class OwnerUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OwnerUnknownException(String userId) {
        super("There is no user " + userId + ".", null, false, false);
    }
}

package io.eventmanagement.event;

/** A client asked for an event that event.com doesn't know. */
public final class NoSuchEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchEventException(String key) {
        super("There is no event " + key + ".", null, false, false);
    }
}

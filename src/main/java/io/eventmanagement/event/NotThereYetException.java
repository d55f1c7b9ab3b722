package io.eventmanagement.event;

/** event.com doesn't know an event that it may still be adding. */
final class NotThereYetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotThereYetException(String id) {
        super("There is no event " + id + " yet.", null, false, false);
    }
}

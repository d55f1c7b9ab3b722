package io.eventmanagement.dashboard;

/** As many watch the dashboard as may. */
public final class TooManyWatchersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyWatchersException() {
        super("too many watch the dashboard", null, false, false);
    }
}

package io.eventmanagement.web;

/** So many long answers wait for their clients that there is no memory for another. */
public final class TooManyAnswersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyAnswersException() {
        super("too many long answers wait for their clients", null, false, false);
    }
}

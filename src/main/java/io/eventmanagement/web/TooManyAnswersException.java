package io.eventmanagement.web;

/** There is no memory for another long answer: too many wait for their clients. */
public final class TooManyAnswersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyAnswersException() {
        super("too many long answers are waiting for their clients", null, false, false);
    }
}

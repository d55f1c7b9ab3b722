package io.eventmanagement.upstream;

import java.time.Duration;
import java.util.Optional;

/**
 * A call to event.com that failed, told as data. It has no stack trace: it comes from an event loop, where the trace names
 * nobody who asked, and it is made often when event.com is down.
 */
public class UpstreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final UpstreamFailure failure;
    private final transient Duration retryAfter;

    UpstreamException(UpstreamFailure failure, String message, Duration retryAfter) {
        super(message, null, false, false);
        this.failure = failure;
        this.retryAfter = retryAfter;
    }

    /** @param what event.com answered with, for the log */
    public static UpstreamException badAnswer(String what) {
        return new UpstreamException(UpstreamFailure.BAD_ANSWER, "answered with " + what, null);
    }

    /** The REST client makes null of it, which a circuit would take for a success. */
    static UpstreamException emptyBody() {
        return badAnswer("an empty body");
    }

    public UpstreamFailure failure() {
        return failure;
    }

    /** How long event.com, or the circuit in front of it, asks to be left alone, if it is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}

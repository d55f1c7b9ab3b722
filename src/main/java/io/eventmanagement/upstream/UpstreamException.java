package io.eventmanagement.upstream;

import java.time.Duration;
import java.util.Optional;

/**
 * A failed call to event.com. It has no stack trace: on an event loop the trace wouldn't show the caller, and many of these are
 * created when event.com is down.
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

    /** @param what a description of the answer, for the log */
    public static UpstreamException badAnswer(String what) {
        return new UpstreamException(UpstreamFailure.BAD_ANSWER, "answered with " + what, null);
    }

    /** The REST client makes null of an empty body, which a circuit would take for a success. */
    static UpstreamException emptyBody() {
        return badAnswer("an empty body");
    }

    public UpstreamFailure failure() {
        return failure;
    }

    /** How long event.com asks to be left alone; empty if it doesn't say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}

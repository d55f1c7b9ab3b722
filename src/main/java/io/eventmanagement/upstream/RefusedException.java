package io.eventmanagement.upstream;

import java.util.Optional;

/**
 * event.com answered a 4xx other than 429. It is a class of its own, since {@code @CircuitBreaker(skipOn)} decides by class
 * what counts as a success.
 */
public final class RefusedException extends UpstreamException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient String reason;

    RefusedException(int status, String reason) {
        super(UpstreamFailure.REFUSED, "answered " + status, null);
        this.status = status;
        this.reason = reason;
    }

    /** Whether event.com says that the object doesn't exist: 404, or 410 if it once did. */
    static boolean isNotFound(Throwable thrown) {
        return thrown instanceof RefusedException refused && (refused.status == 404 || refused.status == 410);
    }

    /** The {@code message} of event.com's answer, if it had one: a text for the client, at most 200 characters. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}

package io.eventmanagement.upstream;

import java.time.Duration;

/** Makes the failures of this package for tests of others. */
public final class UpstreamFailures {

    private UpstreamFailures() {
    }

    public static Throwable failure(UpstreamFailure failure, Duration retryAfter) {
        return new UpstreamException(failure, "secret words of event.com", retryAfter);
    }

    public static Throwable refused(int status) {
        return new RefusedException(status, "secret words of event.com");
    }
}

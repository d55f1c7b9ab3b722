package io.eventmanagement.ratelimit;

import java.time.Duration;

/** Failures of this package, for tests of others. */
public final class RateLimitFailures {

    private RateLimitFailures() {
    }

    public static Exception limited(Duration retryAfter) {
        return new RateLimitedException(retryAfter);
    }
}

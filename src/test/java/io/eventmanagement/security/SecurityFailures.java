package io.eventmanagement.security;

import io.eventmanagement.security.TokenRefusedException.Why;

/** Failures of this package, for tests of others. */
public final class SecurityFailures {

    private SecurityFailures() {
    }

    public static Exception refused(Why why) {
        return new TokenRefusedException(why, "no");
    }
}

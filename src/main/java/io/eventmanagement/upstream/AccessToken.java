package io.eventmanagement.upstream;

import java.time.Duration;
import java.util.Optional;

/** A token for event.com, and for how long it is valid; empty if that isn't known. */
record AccessToken(String value, Optional<Duration> lifetime) {

    /** Not to be told by chance. */
    @Override
    public String toString() {
        return "AccessToken[" + lifetime + ']';
    }
}

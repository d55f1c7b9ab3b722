package io.eventmanagement.upstream;

import java.time.Duration;
import java.util.Optional;

import io.eventmanagement.time.Durations;

/**
 * A token for event.com.
 *
 * @param lifetime for how long it is valid, a day at most; empty if that isn't known
 */
record AccessToken(String value, Optional<Duration> lifetime) {

    /** Whatever its endpoint says: a token is renewed once a day at least, and no sum with it can overflow. */
    static final Duration LONGEST_LIFE = Duration.ofDays(1);

    AccessToken {
        lifetime = lifetime.map(life -> Durations.shorter(life, LONGEST_LIFE));
    }

    /** Not to be told by chance. */
    @Override
    public String toString() {
        return "AccessToken[" + lifetime + ']';
    }
}

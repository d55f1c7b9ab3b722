package io.eventmanagement.redis;

/** Redis can't be asked at the moment, or didn't reply in time. */
public final class RedisUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisUnavailableException(String message) {
        super(message, null, false, false);
    }
}

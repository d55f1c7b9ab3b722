package io.eventmanagement.redis;

import java.util.concurrent.atomic.AtomicLongArray;

import io.eventmanagement.redis.RedisCall.Outcome;

/** How many calls there were, by how they ended. */
final class RedisCounts {

    private static final int OUTCOMES = Outcome.values().length;

    private final AtomicLongArray counts = new AtomicLongArray(RedisCall.values().length * OUTCOMES);

    void count(RedisCall call, Outcome outcome) {
        counts.incrementAndGet(index(call, outcome));
    }

    long of(RedisCall call, Outcome outcome) {
        return counts.get(index(call, outcome));
    }

    private static int index(RedisCall call, Outcome outcome) {
        return call.ordinal() * OUTCOMES + outcome.ordinal();
    }
}

package io.eventmanagement.ratelimit;

import java.util.List;
import java.util.UUID;

import io.eventmanagement.redis.RedisCall;
import io.eventmanagement.redis.RedisLink;
import io.eventmanagement.redis.Script;
import io.vertx.core.Future;

/** How many replicas there are: each says each second that it is there. */
final class Replicas implements RedisLink.Opening {

    /** Says so of one, forgets those that haven't for 5 s, and counts. */
    private static final Script BEAT = new Script("""
            local t = redis.call('TIME')
            local now = t[1] * 1000 + math.floor(t[2] / 1000)
            redis.call('ZADD', KEYS[1], now, ARGV[1])
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - 5000)
            redis.call('PEXPIRE', KEYS[1], 3600000)
            return redis.call('ZCARD', KEYS[1])
            """);

    private final String id = UUID.randomUUID().toString();
    private final String key;

    private volatile int count;

    Replicas(RedisLink link, String prefix) {
        this.key = prefix + "replicas";
        link.onOpen(this);
        link.onBeat(() -> beat(link.caller(RedisCall.BEAT)));
    }

    @Override
    public Future<Void> open(Script.Caller caller, boolean afterGap) {
        return beat(caller);
    }

    private Future<Void> beat(Script.Caller caller) {
        return BEAT.run(caller, List.of(key), id).map(counted -> {
            count = counted.toInteger();
            return null;
        });
    }

    /** As it was heard last; 0 if that was never. */
    int count() {
        return count;
    }
}

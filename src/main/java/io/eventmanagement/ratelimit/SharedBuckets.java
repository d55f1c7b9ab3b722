package io.eventmanagement.ratelimit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import io.eventmanagement.ratelimit.Buckets.Taken;
import io.eventmanagement.redis.RedisCall;
import io.eventmanagement.redis.RedisCalls;
import io.eventmanagement.redis.Script;
import io.vertx.core.Future;

/**
 * The same buckets as {@link Buckets}, for all replicas together. Of each there is in Redis when it is full again, if nothing
 * more is taken (the generic cell rate algorithm).
 */
final class SharedBuckets {

    /** Arguments: the requests of a window, and its microseconds. Gives whether it passed, what is left, and the two waits. */
    private static final Script TAKE = new Script("""
            local t = redis.call('TIME')
            local now = t[1] * 1000000 + t[2]
            local window = tonumber(ARGV[2])
            local one = window / tonumber(ARGV[1])
            -- Not later than it can be: the clock may have been set back.
            local full = math.min(now + window, math.max(now, tonumber(redis.call('GET', KEYS[1]) or '') or now))
            local after = full + one
            if after - now > window + 0.5 then
              return {0, 0, math.ceil(after - window - now), math.ceil(full - now)}
            end
            redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil((after - now) / 1000))
            return {1, math.floor((window + 0.5 - (after - now)) / one), 0, math.ceil(after - now)}
            """);

    /** Of a client's name, which is kept no longer than its bucket isn't full. */
    private static final int LONGEST_NAME = 100;

    private final RedisCalls redis;
    private final String prefix;
    private final int requests;
    private final Duration window;

    SharedBuckets(RedisCalls redis, String prefix, int requests, Duration window) {
        this.redis = redis;
        this.prefix = prefix + "r:";
        this.requests = requests;
        this.window = window;
    }

    boolean isUp() {
        return redis.isUp();
    }

    /** @return fails if Redis can't be asked */
    Future<Taken> take(String client) {
        return TAKE.run(redis.caller(RedisCall.LIMIT), List.of(prefix + name(client)), requests, window.toMillis() * 1_000)
                .map(taken -> new Taken(taken.get(0).toInteger() == 1, taken.get(1).toLong(), micros(taken.get(2).toLong()),
                        micros(taken.get(3).toLong())));
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }

    private static String name(String client) {
        if (client.length() <= LONGEST_NAME) {
            return client;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(client.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}

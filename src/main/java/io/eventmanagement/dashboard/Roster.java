package io.eventmanagement.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.eventmanagement.redis.RedisCall;
import io.eventmanagement.redis.RedisKeys;
import io.eventmanagement.redis.RedisLink;
import io.eventmanagement.redis.Script;
import io.eventmanagement.settings.RedisConfig;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/**
 * The replicas that have a dashboard, where they share a Redis: each says each second how it is. One that ends says so; one
 * that doesn't, and isn't heard any more, is missing.
 */
@Singleton
class Roster {

    /** After which one is missing, and after which it is forgotten. */
    private static final int MISSING_MS = 5_000;
    private static final int FORGOTTEN_MS = 900_000;

    private static final int MOST = 100;

    /** Notes how one is; tells all of them, each with how long ago it was heard, in milliseconds. */
    private static final Script BEAT = new Script("""
            local t = redis.call('TIME')
            local now = t[1] * 1000 + math.floor(t[2] / 1000)
            redis.call('HSET', KEYS[1], ARGV[1], now .. ' ' .. ARGV[2])
            redis.call('PEXPIRE', KEYS[1], 3600000)
            local all = redis.call('HGETALL', KEYS[1])
            local heard = {}
            for i = 1, #all, 2 do
              local age = now - tonumber(string.match(all[i + 1], '^%d+'))
              if age > tonumber(ARGV[3]) then
                redis.call('HDEL', KEYS[1], all[i])
              elseif #heard < tonumber(ARGV[4]) * 3 then
                heard[#heard + 1] = all[i]
                heard[#heard + 1] = age
                heard[#heard + 1] = string.match(all[i + 1], '^%d+ (.*)$')
              end
            end
            return heard
            """);

    private final RedisLink redis;
    private final String key;
    private final String id = UUID.randomUUID().toString();

    private volatile String words;
    private volatile List<Replica> heard = List.of();

    /** @param age in milliseconds, since it was heard */
    record Replica(String name, String state, boolean isThis, long age) {

        boolean isMissing() {
            return age > MISSING_MS;
        }
    }

    Roster(RedisLink redis, RedisConfig config) {
        this.redis = redis;
        this.key = RedisKeys.prefix(config.prefix()) + "dashboards";
        if (redis.isConfigured()) {
            redis.onBeat(this::beat);
        }
    }

    /** How this replica is, for the next time that it says so. */
    void tell(String state, String name) {
        words = state + ' ' + name;
    }

    private void beat() {
        String now = words;
        if (now != null) {
            beat(redis.caller(RedisCall.BEAT), now);
        }
    }

    Future<Void> beat(Script.Caller caller, String now) {
        return BEAT.run(caller, List.of(key), id, now, FORGOTTEN_MS, MOST).map(reply -> {
            List<Replica> all = new ArrayList<>();
            for (int i = 0; i + 2 < reply.size(); i += 3) {
                all.add(replica(reply.get(i), reply.get(i + 1), reply.get(i + 2)));
            }
            heard = all;
            return null;
        });
    }

    private Replica replica(Response who, Response age, Response how) {
        String[] parts = how.toString().split(" ", 2);
        return new Replica(parts[parts.length - 1], parts[0], who.toString().equals(id), age.toLong());
    }

    /** As they were heard last; none where there is no Redis, or it is down. */
    List<Replica> all() {
        return redis.isUp() ? heard : List.of();
    }

    /** It ends, and won't be missing. */
    void leave() {
        if (words != null && redis.isUp()) {
            words = null;
            redis.call(RedisCall.BEAT, Request.cmd(Command.HDEL).arg(key).arg(id));
        }
    }
}

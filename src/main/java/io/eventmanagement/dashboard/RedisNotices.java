package io.eventmanagement.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.eventmanagement.redis.RedisCall;
import io.eventmanagement.redis.RedisKeys;
import io.eventmanagement.redis.RedisLink;
import io.eventmanagement.redis.Script;
import io.eventmanagement.settings.RedisConfig;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** In Redis: one hash. */
final class RedisNotices implements Notices {

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

    RedisNotices(RedisLink redis, RedisConfig config) {
        this.redis = redis;
        this.key = RedisKeys.prefix(config.prefix()) + "dashboards";
    }

    @Override
    public int periodSeconds() {
        return 1;
    }

    @Override
    public boolean areUp() {
        return redis.isUp();
    }

    @Override
    public CompletionStage<List<Notice>> leave(Notice own) {
        Future<Response> reply = BEAT.run(redis.caller(RedisCall.BEAT), List.of(key), own.id(),
                own.state() + ' ' + own.name(), FORGOTTEN_MS, MOST);
        return reply.map(RedisNotices::notices).toCompletionStage();
    }

    private static List<Notice> notices(Response reply) {
        List<Notice> all = new ArrayList<>();
        for (int i = 0; i + 2 < reply.size(); i += 3) {
            String[] words = reply.get(i + 2).toString().split(" ", 2);
            all.add(new Notice(reply.get(i).toString(), words[words.length - 1], words[0], reply.get(i + 1).toLong()));
        }
        return all;
    }

    @Override
    public CompletionStage<?> remove(String id) {
        return redis.call(RedisCall.BEAT, Request.cmd(Command.HDEL).arg(key).arg(id)).toCompletionStage();
    }
}

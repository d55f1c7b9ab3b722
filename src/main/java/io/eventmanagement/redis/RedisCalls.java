package io.eventmanagement.redis;

import java.time.Duration;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Calls of Redis, each with its time. */
public interface RedisCalls {

    /** Whether it may be asked. */
    boolean isUp();

    /** How long a client request may wait for it at present, all in all. */
    Duration patience();

    /**
     * @param again see {@link Script.Caller}
     * @return fails with {@link RedisUnavailableException} at once while Redis is down, or as soon as the time is over
     */
    Future<Response> call(RedisCall what, Request request, Supplier<Request> again);

    /** A command that is no script. */
    default Future<Response> call(RedisCall what, Request request) {
        return call(what, request, null);
    }

    /** Calls of one kind. */
    default Script.Caller caller(RedisCall what) {
        return (request, again) -> call(what, request, again);
    }
}

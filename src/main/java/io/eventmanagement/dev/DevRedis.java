package io.eventmanagement.dev;

/** In dev mode, a Redis of its own where none is set. */
public final class DevRedis extends DevServer {

    public DevRedis() {
        super("redis.url", "DevRedisServer", "No Redis can be started here, so nothing is shared");
    }
}

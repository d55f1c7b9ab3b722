package io.eventmanagement.redis;

/** What all our keys begin with. */
public final class RedisKeys {

    /** Of what is kept in Redis. Another version keeps its own, so that a rollout mixes nothing up. */
    public static final String VERSION = "1";

    private RedisKeys() {
    }

    /** In braces, by which a cluster keeps them on one node. */
    public static String prefix(String setting) {
        return "{" + setting + "}:" + VERSION + ":";
    }
}

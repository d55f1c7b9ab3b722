package io.eventmanagement.settings;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** Where Redis is, which replicas share. Without a URL there is none, and nothing that needs one is on. */
@ConfigMapping(prefix = "redis")
public interface RedisConfig {

    @Form(TextForm.REDIS_URL)
    Optional<String> url();

    /** For a URL that has none. */
    @Form(TextForm.ANYTHING)
    Optional<String> password();

    /** Of all keys, so that services can share one Redis. */
    @WithDefault("event-management")
    @Form(TextForm.KEY_PREFIX)
    String prefix();

    /** How long a request waits for one reply, before it goes on without. */
    @WithName("timeout-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("20")
    @Limits(min = 1, max = 10_000)
    Duration timeout();

    /** How long the answer to an add waits until other replicas will see it. */
    @WithName("add-timeout-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("500")
    @Limits(min = 1, max = 10_000)
    Duration addTimeout();
}

package io.eventmanagement.settings;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** How long clients may take. */
@ConfigMapping(prefix = "client")
public interface ClientConfig {

    /** For a request's head, and again for its body. */
    @WithName("read-timeout-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("10000")
    @Limits(min = 1, max = Limits.TEN_MINUTES)
    Duration readTimeout();

    /** In which a client takes nothing of its answer. */
    @WithName("write-timeout-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("20000")
    @Limits(min = 1, max = Limits.TEN_MINUTES)
    Duration writeTimeout();

    /** Between two requests, and before the first. */
    @WithName("idle-timeout-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("60000")
    @Limits(min = 1, max = Limits.DAY)
    Duration idleTimeout();
}

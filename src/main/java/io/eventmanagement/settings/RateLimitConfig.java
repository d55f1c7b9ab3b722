package io.eventmanagement.settings;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** How many requests a client may send. */
@ConfigMapping(prefix = "rate-limit")
public interface RateLimitConfig {

    /** How many in each window; 0: any number. */
    @WithDefault("0")
    @Limits(min = 0, max = 1_000_000)
    int requests();

    @WithName("window-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("1000")
    @Limits(min = 1, max = Limits.DAY)
    Duration window();
}

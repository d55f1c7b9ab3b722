package io.eventmanagement.settings;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** How the service ends. */
@ConfigMapping(prefix = "shutdown")
public interface ShutdownConfig {

    /** How long it still serves, while it is not ready any more. */
    @WithName("delay-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("5000")
    @Limits(min = 0, max = Limits.TEN_MINUTES)
    Duration delay();

    /** How long requests under way may then take. */
    @WithName("timeout-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("20000")
    @Limits(min = 0, max = Limits.TEN_MINUTES)
    Duration timeout();
}

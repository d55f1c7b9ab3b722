package io.eventmanagement.settings;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** How long event.com's answers are kept. */
@ConfigMapping(prefix = "cache")
public interface CacheConfig {

    /** For how long an event by its key is fresh. */
    @WithName("event-ttl-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("30000")
    @Limits(min = 0, max = Limits.DAY)
    Duration eventTtl();

    /** For how long a user by its id is fresh, and the word that there is none. */
    @WithName("user-ttl-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("1000")
    @Limits(min = 0, max = Limits.DAY)
    Duration userTtl();

    /** For how long the lists of all users and of all events are fresh. */
    @WithName("list-ttl-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("0")
    @Limits(min = 0, max = Limits.DAY)
    Duration listTtl();

    /** The age up to which the last good answer is served while event.com fails. */
    @WithName("stale-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("600000")
    @Limits(min = 0, max = Limits.DAY)
    Duration stale();

    /** The memory that all of them may take, in MiB. */
    @WithDefault("64")
    @Limits(min = 1, max = 1_000_000)
    int maxWeightMb();
}

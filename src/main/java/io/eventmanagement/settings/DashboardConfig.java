package io.eventmanagement.settings;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The page to watch the service by, on the management port. */
@ConfigMapping(prefix = "dashboard")
public interface DashboardConfig {

    /** Whether there is one. In dev mode there is, unless it is switched off. */
    Optional<Boolean> enabled();

    /** Whether the page has buttons; what they call is there in any case. In dev mode it has the stand-in's. */
    @WithDefault("false")
    boolean actions();

    /** Who may watch at once; further ones are refused. */
    @WithDefault("100")
    @Limits(min = 1, max = 10_000)
    int watchers();
}

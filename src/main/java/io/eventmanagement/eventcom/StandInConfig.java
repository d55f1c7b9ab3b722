package io.eventmanagement.eventcom;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** The stand-in's settings, each under the name of its environment variable; the defaults are event.com as it is. */
@ConfigMapping(prefix = "")
interface StandInConfig {

    @WithName("EVENT_API_STAND_IN")
    Optional<Boolean> standIn();

    @WithName("EVENT_API_BASE_URL")
    Optional<String> baseUrl();

    @WithName("STAND_IN_EVENT_DELAY_MS")
    @WithDefault("500")
    int eventDelayMs();

    @WithName("STAND_IN_ADD_SUCCESSES")
    @WithDefault("5")
    int addSuccesses();

    @WithName("STAND_IN_ADD_FAILURES")
    @WithDefault("10")
    int addFailures();

    @WithName("STAND_IN_ADD_FAILURE_DELAY_MS")
    @WithDefault("100")
    int addFailureDelayMs();

    @WithName("STAND_IN_CLOSE_RATIO")
    @WithDefault("0.05")
    double closeRatio();

    @WithName("STAND_IN_MAX_EVENTS")
    @WithDefault("100000")
    int maxEvents();
}

package io.eventmanagement.eventcom;

import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Makes the stand-in's settings from some environment variables, the others having their defaults. */
final class StandInConfigs {

    private StandInConfigs() {
    }

    static StandInConfig of(Map<String, String> variables) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(variables, "test", 100))
                .withMapping(StandInConfig.class)
                .build()
                .getConfigMapping(StandInConfig.class);
    }
}

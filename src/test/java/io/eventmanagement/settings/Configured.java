package io.eventmanagement.settings;

import java.util.List;
import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** A start with nothing but these settings. */
final class Configured {

    private Configured() {
    }

    static SmallRyeConfig with(Map<String, String> settings) {
        return new SmallRyeConfigBuilder().addDefaultInterceptors().withInterceptors(new SettingsInterceptor())
                .withSources(new PropertiesConfigSource(settings, "test", 300)).build();
    }

    static List<String> problemsWith(String name, String value) {
        return SettingsCheck.notAllowed(with(Map.of(name, value)));
    }
}

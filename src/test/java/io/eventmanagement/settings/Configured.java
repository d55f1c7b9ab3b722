package io.eventmanagement.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** A start with nothing but these environment variables. */
public final class Configured {

    private Configured() {
    }

    /** @param properties of Quarkus' that application.properties would have */
    static SmallRyeConfig with(Map<String, String> variables, Map<String, String> properties) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors().withValidateUnknown(false)
                .withInterceptors(new SettingsInterceptor(), new TracingInterceptor(), new DatabaseInterceptor())
                .withSources((ConfigSourceFactory) DerivedSettings::derive)
                .withSources(new EnvConfigSource(new HashMap<>(variables), 300),
                        new PropertiesConfigSource(properties, "application.properties", 250));
        Settings.mappings().forEach(builder::withMapping);
        return builder.build();
    }

    public static SmallRyeConfig with(Map<String, String> variables) {
        return with(variables, Map.of());
    }

    static List<String> problemsWith(String name, String value) {
        return SettingsCheck.notAllowed(with(Map.of(name, value)));
    }

    /** What is wrong with settings that are allowed each by itself. */
    static List<String> problemsTogether(Map<String, String> variables) {
        SmallRyeConfig config = with(variables);
        List<String> problems = new ArrayList<>();
        SettingsCheck.checkWaits(config.getConfigMapping(CircuitBreakerConfig.class), problems);
        SettingsCheck.checkTokens(config.getConfigMapping(OidcConfig.class), problems);
        SettingsCheck.checkConcurrency(config, config.getConfigMapping(EventApiConfig.class), problems);
        CredentialsCheck.check(config, problems);
        return problems;
    }
}

package io.eventmanagement.settings;

import java.util.List;
import java.util.Objects;

import jakarta.inject.Singleton;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;

/** The settings that aren't what they are by default, as an operator may see them: without secrets. */
@Singleton
public class ChangedSettings {

    /** What may be longer tells a person nothing more. */
    private static final int LONGEST = 200;

    private final SmallRyeConfig config;

    ChangedSettings(SmallRyeConfig config) {
        this.config = config;
    }

    /** @param variable the environment variable, such as {@code CACHE_STALE_MS} */
    public record Changed(String variable, String value) {
    }

    public List<Changed> all() {
        return Settings.ALL.values().stream().map(this::changed).filter(Objects::nonNull).toList();
    }

    private Changed changed(Setting setting) {
        ConfigValue given = config.getConfigValue(setting.property());
        String value = given.getValue();
        return value == null || value.equals(setting.byDefault().orElse("")) ? null
                : new Changed(setting.variable(), shown(setting.told(value)));
    }

    private static String shown(String value) {
        return value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
    }
}

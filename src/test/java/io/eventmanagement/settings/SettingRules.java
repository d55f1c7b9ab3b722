package io.eventmanagement.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

import io.smallrye.config.SmallRyeConfig;

/** What the service would say of settings that stand elsewhere, such as in a manifest. */
public final class SettingRules {

    private SettingRules() {
    }

    /** What is wrong with one setting. */
    public static Optional<String> problem(String name, String value) {
        if (!Settings.ALLOWED.containsKey(name)) {
            return Optional.of("there is no such setting");
        }
        return Configured.problemsWith(name, value).stream().findFirst();
    }

    /** What is wrong with settings that are allowed each by itself. */
    public static List<String> problemsTogether(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>();
        Properties defaults = defaults();
        Settings.ALLOWED.keySet().stream().filter(defaults::containsKey)
                .forEach(name -> all.put(name, defaults.getProperty(name)));
        all.putAll(settings);
        SmallRyeConfig config = Configured.with(all);
        List<String> problems = new ArrayList<>();
        SettingsCheck.checkWaits(config, problems);
        SettingsCheck.checkTokens(config, problems);
        return problems;
    }

    /** The default that holds in a container. */
    public static String inProduction(String name) {
        Properties defaults = defaults();
        return defaults.getProperty("%prod." + name, defaults.getProperty(name));
    }

    private static Properties defaults() {
        Properties defaults = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            defaults.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return defaults;
    }
}

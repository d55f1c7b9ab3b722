package io.eventmanagement.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the service would say of settings that stand elsewhere, such as in a manifest. */
public final class SettingRules {

    private SettingRules() {
    }

    private static Optional<Setting> of(String variable) {
        return Settings.ALL.values().stream().filter(setting -> setting.variable().equals(variable)).findFirst();
    }

    /** What is wrong with one setting. */
    public static Optional<String> problem(String variable, String value) {
        return of(variable).isEmpty() ? Optional.of("there is no such setting")
                : Configured.problemsWith(variable, value).stream().findFirst();
    }

    /** What is wrong with settings that are allowed each by itself. The files that they name are elsewhere too. */
    public static List<String> problemsTogether(Map<String, String> variables) {
        return Configured.problemsTogether(variables).stream().filter(problem -> !problem.endsWith(": there is no such file"))
                .toList();
    }

    public static String byDefault(String variable) {
        return of(variable).flatMap(Setting::byDefault).orElse(null);
    }
}

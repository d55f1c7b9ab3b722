package io.eventmanagement.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.eventmanagement.settings.ChangedSettings.Changed;

class ChangedSettingsTest {

    private static List<Changed> changed(Map<String, String> variables) {
        return new ChangedSettings(Configured.with(variables)).all();
    }

    @Test
    void thereAreNoneWhereNothingIsSet() {
        assertThat(changed(Map.of())).isEmpty();
    }

    @Test
    void whatIsSetToItsDefaultIsNone() {
        assertThat(changed(Map.of("CACHE_STALE_MS", "600000", "PORT", "3001")))
                .containsExactly(new Changed("PORT", "3001"));
    }

    @ParameterizedTest
    @CsvSource({ "DATABASE_PASSWORD, secret", "REDIS_PASSWORD, secret", "DATABASE_URL, postgresql://events:secret@db/events",
            "DATABASE_URL, postgresql://db/events?user=events&password=secret&ssl=true",
            "REDIS_URL, redis://user:secret@redis:6379/0", "REDIS_URL, 'redis://:secret@a,redis://:secret@b'" })
    void noSecretIsShown(String variable, String value) {
        assertThat(changed(Map.of(variable, value))).singleElement().satisfies(one -> {
            assertThat(one.variable()).isEqualTo(variable);
            assertThat(one.value()).doesNotContain("secret").contains("…");
        });
    }

    /** Those whose values no message tells, and passwords. */
    private static List<String> secrets() {
        return Settings.ALL.values().stream()
                .filter(setting -> setting.allowed() == TextForm.SECRET.allowed
                        || setting.allowed() == TextForm.PROXY_URL.allowed
                        || setting.variable().matches(".*(PASSWORD|SECRET|KEY)")
                                && setting.allowed() != TextForm.FILE.allowed)
                .map(Setting::variable).toList();
    }

    private static List<String> secretsInFiles() {
        return secrets().stream().filter(variable -> Settings.ALL.values().stream()
                .anyMatch(setting -> setting.variable().equals(variable + "_FILE"))).toList();
    }

    @Test
    void itIsKnownWhichAreSecrets() {
        assertThat(secrets()).contains("EVENT_API_KEY", "EVENT_API_OAUTH_CLIENT_SECRET", "EVENT_API_PROXY", "DATABASE_PASSWORD",
                "REDIS_PASSWORD");
        assertThat(secretsInFiles()).contains("EVENT_API_KEY", "EVENT_API_OAUTH_CLIENT_SECRET", "DATABASE_PASSWORD");
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void nothingOfASecretIsShown(String variable) {
        // What is written like no URL, too.
        for (String value : List.of("hidden", "http://me:hidden@proxy:3128", "a hidden one")) {
            assertThat(changed(Map.of(variable, value))).containsExactly(new Changed(variable, "…"));
        }
    }

    @ParameterizedTest
    @MethodSource("secretsInFiles")
    void nothingOfASecretInAFileIsShown(String variable, @TempDir Path dir) throws IOException {
        String file = Files.writeString(dir.resolve("file"), "hidden\n").toString();

        assertThat(changed(Map.of(variable + "_FILE", file))).contains(new Changed(variable + "_FILE", file))
                .allSatisfy(one -> assertThat(one.value()).doesNotContain("hidden"));
    }

    @Test
    void theQueryOfTheTokenEndpointIsNotShown() {
        assertThat(changed(Map.of("EVENT_API_OAUTH_TOKEN_URL", "https://login.example/token?code=hidden&a=b"))).containsExactly(
                new Changed("EVENT_API_OAUTH_TOKEN_URL", "https://login.example/token?…"));
    }

    @Test
    void aLongValueIsCutOff() {
        assertThat(changed(Map.of("CORS_ORIGINS", "https://" + "a".repeat(500) + ".example"))).singleElement()
                .satisfies(one -> assertThat(one.value()).hasSize(201));
    }
}

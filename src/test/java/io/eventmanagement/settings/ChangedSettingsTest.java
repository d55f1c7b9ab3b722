package io.eventmanagement.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void aLongValueIsCutOff() {
        assertThat(changed(Map.of("CORS_ORIGINS", "https://" + "a".repeat(500) + ".example"))).singleElement()
                .satisfies(one -> assertThat(one.value()).hasSize(201));
    }
}

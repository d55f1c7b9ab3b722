package io.eventmanagement.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.config.SmallRyeConfig;

class SettingsInterceptorTest {

    @ParameterizedTest
    @CsvSource({ "PORT, 3001", "EVENT_API_STAND_IN, false", "STAND_IN_CLOSE_RATIO, 0.05", "EVENT_API_BASE_URL, http://x" })
    void anAllowedValueIsLeftAsItIs(String name, String value) {
        // Given
        SmallRyeConfig config = Configured.with(Map.of(name, value));

        // When
        String read = config.getConfigValue(name).getValue();

        // Then
        assertThat(read).isEqualTo(value);
    }

    @Test
    void whateverIsNoSettingOfOursIsLeftAsItIs() {
        // Given
        SmallRyeConfig config = Configured.with(Map.of("port", "not a number", "quarkus.http.port", "not one either"));

        // When
        String read = config.getConfigValue("port").getValue() + ", " + config.getConfigValue("quarkus.http.port").getValue();

        // Then
        assertThat(read).isEqualTo("not a number, not one either");
    }

    @Test
    void aSettingThatIsNotSetStaysSo() {
        // Given
        SmallRyeConfig config = Configured.with(Map.of());

        // When
        String read = config.getConfigValue("PORT").getValue();

        // Then
        assertThat(read).isNull();
    }

    @Test
    void everyRefusedValueIsReadAsOneThatIsAllowedSoThatTheStartGetsAsFarAsTheCheck() {
        // Given
        Map<String, String> nonsense = new HashMap<>();
        Settings.ALLOWED.keySet().forEach(name -> nonsense.put(name, "no such value"));
        SmallRyeConfig config = Configured.with(nonsense);

        // When
        Map<String, String> read = new HashMap<>();
        Settings.ALLOWED.keySet().forEach(name -> read.put(name, config.getConfigValue(name).getValue()));

        // Then
        assertThat(read).allSatisfy((name, value) -> assertThat(value).matches(Settings.ALLOWED.get(name).test()));
        assertThat(SettingsCheck.notAllowed(config)).hasSameSizeAs(Settings.ALLOWED.keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = { "0", "x" })
    void theCheckSeesWhatAnExpressionComesTo(String value) {
        // Given
        SmallRyeConfig config = Configured.with(Map.of("EVENT_API_DEADLINE_MS", "${elsewhere}", "elsewhere", value));

        // When
        List<String> problems = SettingsCheck.notAllowed(config);

        // Then
        assertThat(problems).singleElement().asString().startsWith("EVENT_API_DEADLINE_MS=" + value + ": ");
    }
}

package io.eventmanagement.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.smallrye.config.SmallRyeConfig;

class SettingsInterceptorTest {

    private static String property(String variable) {
        return Settings.ALL.values().stream().filter(setting -> setting.variable().equals(variable)).findFirst().orElseThrow()
                .property();
    }

    @ParameterizedTest
    @CsvSource({ "PORT, 3001", "EVENT_API_STAND_IN, false", "STAND_IN_CLOSE_RATIO, 0.05", "EVENT_API_BASE_URL, http://x" })
    void anAllowedValueIsLeftAsItIs(String name, String value) {
        // Given
        SmallRyeConfig config = Configured.with(Map.of(name, value));

        // When
        String read = config.getConfigValue(property(name)).getValue();

        // Then
        assertThat(read).isEqualTo(value);
    }

    @Test
    void whateverIsNoSettingOfOursIsLeftAsItIs() {
        // Given
        SmallRyeConfig config = Configured.with(Map.of("QUARKUS_HTTP_PORT", "not a number"));

        // When
        String read = config.getConfigValue("quarkus.http.port").getValue();

        // Then
        assertThat(read).isEqualTo("not a number");
    }

    @Test
    void aSettingThatIsNotSetStaysSo() {
        // Given
        SmallRyeConfig config = Configured.with(Map.of());

        // When
        String read = config.getConfigValue("event-api.base-url").getValue();

        // Then
        assertThat(read).isNull();
    }

    @Test
    void everyRefusedValueIsReadAsOneThatIsAllowedSoThatTheStartGetsAsFarAsTheCheck() {
        // Given
        Map<String, String> nonsense = new HashMap<>();
        Settings.ALL.values().forEach(setting -> nonsense.put(setting.variable(), "no such value"));
        SmallRyeConfig config = Configured.with(nonsense);

        // When
        Map<String, String> read = new HashMap<>();
        Settings.ALL.keySet().forEach(name -> read.put(name, config.getConfigValue(name).getValue()));

        // Then
        assertThat(read).allSatisfy((name, value) -> assertThat(value).matches(Settings.ALL.get(name).allowed().test()));
        assertThat(SettingsCheck.notAllowed(config)).hasSameSizeAs(
                Settings.ALL.values().stream().filter(setting -> !setting.allowed().test().test("no such value")).toList());
    }

    @Test
    void theCheckSeesWhatAnExpressionComesTo() {
        // Given
        SmallRyeConfig config = Configured.with(Map.of("EVENT_API_DEADLINE_MS", "${elsewhere}"), Map.of("elsewhere", "0"));

        // When
        List<String> problems = SettingsCheck.notAllowed(config);

        // Then
        assertThat(problems).singleElement().asString().startsWith("EVENT_API_DEADLINE_MS=0: ");
    }
}

package io.eventmanagement.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class TracingInterceptorTest {

    @ParameterizedTest
    @CsvSource({ "http://localhost:4317, false", "'', true", ", true", "nonsense, true" })
    void tracesAreOffUnlessThereIsSomewhereToSendThem(String endpoint, String off) {
        // Given
        Map<String, String> settings = new HashMap<>(Map.of(TracingInterceptor.DISABLED, "true"));
        if (endpoint != null) {
            settings.put(TracingInterceptor.ENDPOINT, endpoint);
        }

        // When
        String disabled = new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withInterceptors(new SettingsInterceptor(), new TracingInterceptor())
                .withSources(new PropertiesConfigSource(settings, "test", 300)).build()
                .getConfigValue(TracingInterceptor.DISABLED).getValue();

        // Then
        assertThat(disabled).isEqualTo(off);
    }
}

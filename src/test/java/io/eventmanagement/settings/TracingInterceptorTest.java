package io.eventmanagement.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingInterceptorTest {

    @ParameterizedTest
    @CsvSource({ "http://localhost:4317, false", "'', true", ", true", "nonsense, true" })
    void tracesAreOffUnlessThereIsSomewhereToSendThem(String endpoint, String off) {
        // Given
        Map<String, String> variables = endpoint == null ? Map.of() : Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);

        // When
        String disabled = Configured.with(variables, Map.of(TracingInterceptor.DISABLED, "true"))
                .getConfigValue(TracingInterceptor.DISABLED).getValue();

        // Then
        assertThat(disabled).isEqualTo(off);
    }
}

package io.eventmanagement.settings;

import jakarta.annotation.Priority;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/**
 * Switches traces on where there is somewhere to send them. Quarkus' own switch would be a second setting for the same thing,
 * and an expression can't say "if that is set".
 */
@Priority(2) // after SettingsInterceptor, so that it sees what the service goes by
public final class TracingInterceptor implements ConfigSourceInterceptor {

    static final String ENDPOINT = "otel.exporter.otlp.endpoint";

    static final String DISABLED = "quarkus.otel.sdk.disabled";

    private static final long serialVersionUID = 1L;

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (value == null || !name.equals(DISABLED)) {
            return value;
        }
        ConfigValue endpoint = context.proceed(ENDPOINT);
        boolean off = endpoint == null || endpoint.getValue() == null || endpoint.getValue().isEmpty();
        return value.withValue(String.valueOf(off));
    }
}

package io.eventmanagement.settings;

import java.util.Optional;

import jakarta.annotation.Priority;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/**
 * Switches the data source on where there is a URL, and makes of that what JDBC takes: Quarkus knows neither a switch that goes
 * by another setting, nor URLs as platforms hand them out.
 */
@Priority(2) // after SettingsInterceptor, so that it sees what the service goes by
public final class DatabaseInterceptor implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final String PREFIX = "database-source.";

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (!name.startsWith(PREFIX)) {
            return context.proceed(name);
        }
        Optional<DatabaseUrl> url = setting(context, "database.url").flatMap(DatabaseUrl::parse);
        String value = switch (name.substring(PREFIX.length())) {
            case "active" -> String.valueOf(url.isPresent());
            case "url" -> url.map(DatabaseUrl::jdbc).orElse("");
            case "username" -> setting(context, "database.username").or(() -> url.map(DatabaseUrl::username)).orElse("");
            case "password" -> setting(context, "database.password").or(() -> url.map(DatabaseUrl::password)).orElse("");
            default -> null;
        };
        return value == null ? null : ConfigValue.builder().withName(name).withValue(value).withRawValue(value).build();
    }

    private static Optional<String> setting(ConfigSourceInterceptorContext context, String name) {
        return Optional.ofNullable(context.proceed(name)).map(ConfigValue::getValue).filter(value -> !value.isEmpty());
    }
}

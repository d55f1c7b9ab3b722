package io.eventmanagement.settings;

import java.util.Optional;

import jakarta.annotation.Priority;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/** Switches the Redis client on where there is a URL: Quarkus knows no switch that goes by another setting. */
@Priority(2) // after SettingsInterceptor, so that it sees what the service goes by
public final class RedisInterceptor implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final String PREFIX = "redis-source.";

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (!name.startsWith(PREFIX)) {
            return context.proceed(name);
        }
        String value = switch (name.substring(PREFIX.length())) {
            case "active" -> String.valueOf(setting(context, "redis.url").isPresent());
            // The link's own connection is used each second. Those to the other nodes of a cluster aren't used at all.
            case "silence" -> setting(context, "quarkus.redis.client-type").filter("cluster"::equalsIgnoreCase).isPresent() ? ""
                    : "5S";
            default -> null;
        };
        return value == null ? null : ConfigValue.builder().withName(name).withValue(value).withRawValue(value).build();
    }

    private static Optional<String> setting(ConfigSourceInterceptorContext context, String name) {
        return Optional.ofNullable(context.proceed(name)).map(ConfigValue::getValue).filter(value -> !value.isEmpty());
    }
}

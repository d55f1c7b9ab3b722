package io.eventmanagement.settings;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;

/** All settings, by property: those of the mappings, of which each says its defaults and what its settings may be. */
@RegisterForReflection(targets = { ServiceConfig.class, EventApiConfig.class, CredentialsConfig.class,
        CircuitBreakerConfig.class, CacheConfig.class,
        OidcConfig.class, RateLimitConfig.class, ClientConfig.class, ShutdownConfig.class, StandInConfig.class,
        DatabaseConfig.class, DeliveryConfig.class, RedisConfig.class, DashboardConfig.class })
final class Settings {

    static final Map<String, Setting> ALL = mappings().flatMap(mapping -> Arrays.stream(mapping.getDeclaredMethods()))
            .map(Setting::of).collect(Collectors.toMap(Setting::property, Function.identity(), (a, b) -> a, TreeMap::new));

    private Settings() {
    }

    /** Of settings, and the first words of those that have none. */
    static Stream<String> prefixes() {
        return Stream.concat(
                mappings().map(mapping -> mapping.getAnnotation(ConfigMapping.class).prefix())
                        .filter(prefix -> !prefix.isEmpty()),
                ALL.keySet().stream().filter(property -> property.matches("[^.]+-[^.]+"))
                        .map(property -> property.split("-")[0]))
                .distinct();
    }

    static Stream<Class<?>> mappings() {
        return Arrays.stream(Settings.class.getAnnotation(RegisterForReflection.class).targets());
    }
}

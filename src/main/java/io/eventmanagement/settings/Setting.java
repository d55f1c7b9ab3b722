package io.eventmanagement.settings;

import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/**
 * One setting, as a method of a mapping says it.
 *
 * @param property such as {@code cache.stale-ms}
 * @param variable the environment variable that SmallRye Config reads for it, such as {@code CACHE_STALE_MS}
 */
record Setting(String property, String variable, Optional<String> byDefault, Allowed allowed) {

    static Setting of(Method method) {
        String prefix = method.getDeclaringClass().getAnnotation(ConfigMapping.class).prefix();
        WithName named = method.getAnnotation(WithName.class);
        String name = named == null ? kebab(method.getName()) : named.value();
        String property = prefix.isEmpty() ? name : prefix + '.' + name;
        WithDefault value = method.getAnnotation(WithDefault.class);
        return new Setting(property, variable(property), Optional.ofNullable(value).map(WithDefault::value),
                Allowed.of(method));
    }

    private static String kebab(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}

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

    /** Whether nothing of it may be told: a proxy that isn't written like one may have its password anywhere. */
    boolean isSecret() {
        return allowed == TextForm.SECRET.allowed || allowed == TextForm.PROXY_URL.allowed || property.endsWith("password")
                || SecretFile.of(property).isPresent();
    }

    /** As much of a value as an operator may be told. The query of a token endpoint may hold a secret. */
    String told(String value) {
        if (isSecret()) {
            return "…";
        }
        return withoutSecrets(allowed == TextForm.TOKEN_URL.allowed ? value.replaceFirst("\\?.*", "?…") : value);
    }

    /** Without a URL's user and password, which may also be parameters; what is refused needn't be much of a URL. */
    static String withoutSecrets(String value) {
        return value.replaceAll("(?i)(password=)[^&]*", "$1…").replaceAll("^([^/]*//)?.*@", "$1…@");
    }

    private static String kebab(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}

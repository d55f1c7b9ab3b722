package io.eventmanagement.settings;

import java.util.stream.Stream;

import jakarta.annotation.Priority;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/**
 * Puts an allowed value in the place of one that can't work, so that the start gets as far as {@link SettingsCheck}, which
 * ends it. Otherwise it would end where the first reader of the value trips: with a message that names neither the variable
 * nor what it may be, and for one setting at a time.
 */
@Priority(1) // next to the sources, where the values of expressions come by as well
public final class SettingsInterceptor implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final String OIDC = "quarkus.oidc.tenant-enabled";

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (name.equals(OIDC) && value != null && !tokensCanBeChecked(context)) {
            return value.withValue("false");
        }
        Allowed allowed = value == null || !Settings.ALL.containsKey(name) ? null : Settings.ALL.get(name).allowed();
        if (allowed == null || value.getValue() == null || value.getValue().contains("${")
                || allowed.test().test(value.getValue())) {
            return value;
        }
        // The raw value stays what it is, for SettingsCheck.
        return value.withValue(allowed.some());
    }

    /**
     * With half of what it needs, Quarkus' OIDC would end the start before SettingsCheck, or look for the wrong issuer. It
     * alone is switched off: {@code oidc.enabled} stays what it is, so that ScopePolicy would let nobody through.
     */
    private static boolean tokensCanBeChecked(ConfigSourceInterceptorContext context) {
        return Stream.of("oidc.enabled", "oidc.issuer", "oidc.audience")
                .allMatch(needed -> isUsable(needed, context.proceed(needed)));
    }

    private static boolean isUsable(String name, ConfigValue value) {
        return value != null && value.getValue() != null
                && (value.getValue().contains("${") || Settings.ALL.get(name).allowed().test().test(value.getValue()));
    }
}

package io.eventmanagement.settings;

import static io.eventmanagement.settings.Allowed.count;
import static io.eventmanagement.settings.Allowed.decimal;
import static io.eventmanagement.settings.Allowed.httpUrl;
import static io.eventmanagement.settings.Allowed.milliseconds;
import static io.eventmanagement.settings.Allowed.oneOf;
import static java.util.Map.entry;

import java.util.Map;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/**
 * Refuses a setting that can't work when the service starts, naming the variable, its value and what is allowed.
 * <p>
 * It sits in front of the typed mappings, since a Bean Validation message knows neither the variable nor, for text that
 * is no number, the range. The README's table of settings is held against {@link #SETTINGS} by a test.
 */
public final class SettingsCheck implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final long TEN_MINUTES = 600_000;

    static final Map<String, Allowed> SETTINGS = Map.ofEntries(
            // 0 is any free port, for tests.
            entry("PORT", count(0, 65_535)),
            entry("MANAGEMENT_PORT", count(0, 65_535)),
            entry("EVENT_API_BASE_URL", httpUrl()),
            entry("EVENT_API_STAND_IN", oneOf("true", "false")),
            entry("EVENT_API_CONNECT_TIMEOUT_MS", milliseconds(1, TEN_MINUTES)),
            entry("EVENT_API_READ_TIMEOUT_MS", milliseconds(1, TEN_MINUTES)),
            entry("EVENT_API_ADD_TIMEOUT_MS", milliseconds(1, TEN_MINUTES)),
            entry("EVENT_API_DEADLINE_MS", milliseconds(1, TEN_MINUTES)),
            entry("EVENT_API_MAX_CONCURRENCY", count(1, 10_000)),
            entry("EVENT_API_MAX_WAITING", count(1, 1_000_000)),
            entry("EVENT_API_MAX_ANSWER_KB", count(1, 1_000_000)),
            entry("EVENT_API_READINESS_GATE", oneOf("true", "false")),
            entry("STAND_IN_EVENT_DELAY_MS", milliseconds(0, TEN_MINUTES)),
            entry("STAND_IN_ADD_SUCCESSES", count(0, 1_000_000)),
            entry("STAND_IN_ADD_FAILURES", count(0, 1_000_000)),
            entry("STAND_IN_ADD_FAILURE_DELAY_MS", milliseconds(0, TEN_MINUTES)),
            entry("STAND_IN_CLOSE_RATIO", decimal("0", "1")),
            entry("STAND_IN_MAX_EVENTS", count(1, 10_000_000)));

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        Allowed allowed = value == null ? null : SETTINGS.get(name);
        if (allowed != null && value.getValue() != null && !allowed.test().test(value.getValue())) {
            throw new NotAllowed(name + "=" + value.getValue() + " is not allowed: it may be " + allowed.words());
        }
        return value;
    }

    /** Prints as its message alone: Quarkus lists such problems as text, one a line, and ends with exit code 1. */
    static final class NotAllowed extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        NotAllowed(String message) {
            super(message);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}

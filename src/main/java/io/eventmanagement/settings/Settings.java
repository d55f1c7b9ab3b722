package io.eventmanagement.settings;

import static io.eventmanagement.settings.Allowed.count;
import static io.eventmanagement.settings.Allowed.date;
import static io.eventmanagement.settings.Allowed.decimal;
import static io.eventmanagement.settings.Allowed.httpUrl;
import static io.eventmanagement.settings.Allowed.milliseconds;
import static io.eventmanagement.settings.Allowed.name;
import static io.eventmanagement.settings.Allowed.networks;
import static io.eventmanagement.settings.Allowed.oneOf;
import static io.eventmanagement.settings.Allowed.origins;
import static java.util.Map.entry;

import java.util.Map;

/** The service's own settings and what each may be. The table in docs/settings.md is held against it by a test. */
final class Settings {

    private static final long TEN_MINUTES = 600_000;
    private static final long DAY = 86_400_000;

    static final Map<String, Allowed> ALLOWED = Map.ofEntries(
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
            entry("CIRCUIT_BREAKER_FAILURE_THRESHOLD", count(1, 1_000)),
            entry("CIRCUIT_BREAKER_FAILURE_WINDOW_MS", milliseconds(1, DAY)),
            entry("CIRCUIT_BREAKER_RESET_TIMEOUT_MS", milliseconds(1, DAY)),
            entry("CIRCUIT_BREAKER_MAX_RESET_TIMEOUT_MS", milliseconds(1, DAY)),
            entry("CIRCUIT_BREAKER_JITTER", decimal("0", "1")),
            entry("CIRCUIT_BREAKER_READ_DELAY_MS", milliseconds(1, DAY)),
            entry("SHARE_READS", oneOf("true", "false")),
            entry("CACHE_EVENT_TTL_MS", milliseconds(0, DAY)),
            entry("CACHE_USER_TTL_MS", milliseconds(0, DAY)),
            entry("CACHE_LIST_TTL_MS", milliseconds(0, DAY)),
            entry("CACHE_STALE_MS", milliseconds(0, DAY)),
            entry("CACHE_MAX_WEIGHT_MB", count(1, 1_000_000)),
            entry("LEGACY_DEPRECATION_DATE", date()),
            entry("OTEL_EXPORTER_OTLP_ENDPOINT", httpUrl().orEmpty()),
            // While a value that is neither waits for SettingsCheck it is true: nobody is let through.
            entry("OIDC_ENABLED", oneOf("true", "false")),
            entry("OIDC_ISSUER", httpUrl()),
            entry("OIDC_AUDIENCE", name()),
            entry("CORS_ORIGINS", origins()),
            entry("RATE_LIMIT_REQUESTS", count(0, 1_000_000)),
            entry("RATE_LIMIT_WINDOW_MS", milliseconds(1, DAY)),
            entry("TRUSTED_PROXIES", networks()),
            entry("CLIENT_READ_TIMEOUT_MS", milliseconds(1, TEN_MINUTES)),
            entry("CLIENT_WRITE_TIMEOUT_MS", milliseconds(1, TEN_MINUTES)),
            entry("CLIENT_IDLE_TIMEOUT_MS", milliseconds(1, DAY)),
            entry("SHUTDOWN_DELAY_MS", milliseconds(0, TEN_MINUTES)),
            entry("SHUTDOWN_TIMEOUT_MS", milliseconds(0, TEN_MINUTES)),
            entry("STAND_IN_EVENT_DELAY_MS", milliseconds(0, TEN_MINUTES)),
            entry("STAND_IN_ADD_SUCCESSES", count(0, 1_000_000)),
            entry("STAND_IN_ADD_FAILURES", count(0, 1_000_000)),
            entry("STAND_IN_ADD_FAILURE_DELAY_MS", milliseconds(0, TEN_MINUTES)),
            entry("STAND_IN_CLOSE_RATIO", decimal("0", "1")),
            entry("STAND_IN_MAX_EVENTS", count(1, 10_000_000)));

    private Settings() {
    }
}

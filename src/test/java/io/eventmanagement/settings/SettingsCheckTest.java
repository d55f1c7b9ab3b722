package io.eventmanagement.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.config.SmallRyeConfig;
import io.vertx.redis.client.impl.RedisURI;

class SettingsCheckTest {

    private record Range(long min, long max) {
    }

    private static final Map<String, Range> WHOLE_NUMBERS = new TreeMap<>(Map.ofEntries(
            Map.entry("PORT", new Range(0, 65_535)),
            Map.entry("MANAGEMENT_PORT", new Range(0, 65_535)),
            Map.entry("EVENT_API_CONNECT_TIMEOUT_MS", new Range(1, 600_000)),
            Map.entry("EVENT_API_READ_TIMEOUT_MS", new Range(1, 600_000)),
            Map.entry("EVENT_API_ADD_TIMEOUT_MS", new Range(1, 600_000)),
            Map.entry("EVENT_API_DEADLINE_MS", new Range(1, 600_000)),
            Map.entry("EVENT_API_MAX_CONCURRENCY", new Range(1, 10_000)),
            Map.entry("EVENT_API_MIN_CONCURRENCY", new Range(1, 10_000)),
            Map.entry("EVENT_API_MAX_WAITING", new Range(1, 1_000_000)),
            Map.entry("EVENT_API_MAX_ANSWER_KB", new Range(1, 1_000_000)),
            Map.entry("CIRCUIT_BREAKER_FAILURE_THRESHOLD", new Range(1, 1_000)),
            Map.entry("CIRCUIT_BREAKER_FAILURE_WINDOW_MS", new Range(1, 86_400_000)),
            Map.entry("CIRCUIT_BREAKER_RESET_TIMEOUT_MS", new Range(1, 86_400_000)),
            Map.entry("CIRCUIT_BREAKER_MAX_RESET_TIMEOUT_MS", new Range(1, 86_400_000)),
            Map.entry("CIRCUIT_BREAKER_READ_DELAY_MS", new Range(1, 86_400_000)),
            Map.entry("CACHE_EVENT_TTL_MS", new Range(0, 86_400_000)),
            Map.entry("CACHE_USER_TTL_MS", new Range(0, 86_400_000)),
            Map.entry("CACHE_LIST_TTL_MS", new Range(0, 86_400_000)),
            Map.entry("CACHE_STALE_MS", new Range(0, 86_400_000)),
            Map.entry("CACHE_MAX_WEIGHT_MB", new Range(1, 1_000_000)),
            Map.entry("RATE_LIMIT_REQUESTS", new Range(0, 1_000_000)),
            Map.entry("RATE_LIMIT_WINDOW_MS", new Range(1, 86_400_000)),
            Map.entry("CLIENT_READ_TIMEOUT_MS", new Range(1, 600_000)),
            Map.entry("CLIENT_WRITE_TIMEOUT_MS", new Range(1, 600_000)),
            Map.entry("CLIENT_IDLE_TIMEOUT_MS", new Range(1, 86_400_000)),
            Map.entry("SHUTDOWN_DELAY_MS", new Range(0, 600_000)),
            Map.entry("SHUTDOWN_TIMEOUT_MS", new Range(0, 600_000)),
            Map.entry("DATABASE_MAX_CONNECTIONS", new Range(1, 100)),
            Map.entry("DASHBOARD_WATCHERS", new Range(1, 10_000)),
            Map.entry("REDIS_TIMEOUT_MS", new Range(1, 10_000)),
            Map.entry("REDIS_ADD_TIMEOUT_MS", new Range(1, 10_000)),
            Map.entry("DELIVERY_CONCURRENCY", new Range(1, 10_000)),
            Map.entry("DELIVERY_MAX_AGE_MS", new Range(1, 30 * 86_400_000L)),
            Map.entry("DELIVERY_MAX_PENDING", new Range(1, 10_000_000)),
            Map.entry("DELIVERY_SETTLE_MS", new Range(0, 86_400_000)),
            Map.entry("DELIVERY_KEEP_MS", new Range(1, 365 * 86_400_000L)),
            Map.entry("STAND_IN_EVENT_DELAY_MS", new Range(0, 600_000)),
            Map.entry("STAND_IN_ADD_SUCCESSES", new Range(0, 1_000_000)),
            Map.entry("STAND_IN_ADD_FAILURES", new Range(0, 1_000_000)),
            Map.entry("STAND_IN_ADD_FAILURE_DELAY_MS", new Range(0, 600_000)),
            Map.entry("STAND_IN_MAX_EVENTS", new Range(1, 10_000_000))));

    private static final List<String> SWITCHES = List.of("EVENT_API_STAND_IN", "EVENT_API_READINESS_GATE", "SHARE_READS",
            "OIDC_ENABLED", "DASHBOARD_ENABLED", "DASHBOARD_ACTIONS");

    private static final List<String> OTHERS = List.of("EVENT_API_BASE_URL", "EVENT_API_CONCURRENCY",
            "EVENT_API_HEDGE_PERCENTILE", "STAND_IN_CLOSE_RATIO", "CIRCUIT_BREAKER_JITTER",
            "LEGACY_DEPRECATION_DATE", "OTEL_EXPORTER_OTLP_ENDPOINT", "OIDC_ISSUER", "OIDC_AUDIENCE", "CORS_ORIGINS",
            "TRUSTED_PROXIES", "DATABASE_URL", "DATABASE_USERNAME", "DATABASE_PASSWORD", "DATABASE_PASSWORD_FILE",
            "REDIS_URL", "REDIS_PASSWORD", "REDIS_PREFIX",
            "EVENT_API_KEY", "EVENT_API_KEY_FILE", "EVENT_API_KEY_HEADER", "EVENT_API_OAUTH_TOKEN_URL",
            "EVENT_API_OAUTH_CLIENT_ID", "EVENT_API_OAUTH_CLIENT_SECRET", "EVENT_API_OAUTH_CLIENT_SECRET_FILE",
            "EVENT_API_OAUTH_SCOPE", "EVENT_API_TLS_CA", "EVENT_API_TLS_CERT", "EVENT_API_TLS_KEY", "EVENT_API_PROXY",
            "EVENT_API_PROXY_FILE");

    @Test
    void theBoundsOfEverySettingAreHeldHere() {
        // When
        TreeSet<String> held = new TreeSet<>(WHOLE_NUMBERS.keySet());
        held.addAll(SWITCHES);
        held.addAll(OTHERS);

        // Then
        assertThat(Settings.ALL.values()).extracting(Setting::variable).containsExactlyInAnyOrderElementsOf(held);
    }

    static Stream<Arguments> allowed() {
        return Stream.of(
                WHOLE_NUMBERS.entrySet().stream().flatMap(e -> Stream.of(e.getValue().min, e.getValue().max)
                        .map(value -> arguments(e.getKey(), value.toString()))),
                SWITCHES.stream().flatMap(name -> Stream.of("true", "false").map(value -> arguments(name, value))),
                Stream.of("adaptive", "fixed").map(value -> arguments("EVENT_API_CONCURRENCY", value)),
                Stream.of("0", "50", "95", "99", "99.9", "50.0").map(value -> arguments("EVENT_API_HEDGE_PERCENTILE", value)),
                Stream.of("0", "0.0", "0.05", "0.5", "1", "1.0").map(value -> arguments("STAND_IN_CLOSE_RATIO", value)))
                .flatMap(arguments -> arguments);
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void aValueWithinItsBoundsIsAllowed(String name, String value) {
        // When
        List<String> problems = Configured.problemsWith(name, value);

        // Then
        assertThat(problems).isEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                WHOLE_NUMBERS.entrySet().stream().flatMap(e -> Stream.of(e.getValue().min - 1, e.getValue().max + 1)
                        .map(value -> arguments(e.getKey(), value.toString()))),
                WHOLE_NUMBERS.keySet().stream()
                        .flatMap(name -> Stream.of("", " ", "many", "1.5", "1,5", "1e1", " 5", "5 ", "+5", "0x5", "5ms", "٥",
                                "9223372036854775808", "1".repeat(100)).map(value -> arguments(name, value))),
                SWITCHES.stream().flatMap(name -> Stream.of("", " ", "TRUE", "yes", "1", " true", "true ", "true,false")
                        .map(value -> arguments(name, value))),
                Stream.of("", " ", "ADAPTIVE", "Fixed", "vegas", "adaptive,fixed", "true")
                        .map(value -> arguments("EVENT_API_CONCURRENCY", value)),
                Stream.of("", " ", "0.0", "1", "49.9", "99.95", "100", "-95", "p95", "95%", "9e1")
                        .map(value -> arguments("EVENT_API_HEDGE_PERCENTILE", value)),
                Stream.of("", " ", "half", "-0.1", "1.01", "1.0000000000000001", ".5", "5e-1", "0,5", " 0.5", "+0.5", "NaN")
                        .map(value -> arguments("STAND_IN_CLOSE_RATIO", value)))
                .flatMap(arguments -> arguments);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aValueOutsideOfItsBoundsIsRefused(String name, String value) {
        // When
        List<String> problems = Configured.problemsWith(name, value);

        // Then
        assertThat(problems).singleElement().asString().startsWith(name + "=" + value + ": allowed is ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "PORT                 | 65536 | PORT=65536: allowed is a whole number from 0 to 65535",
            "EVENT_API_DEADLINE_MS | 10s  | EVENT_API_DEADLINE_MS=10s: allowed is a whole number of milliseconds from 1 to 600000",
            "STAND_IN_CLOSE_RATIO | 2     | STAND_IN_CLOSE_RATIO=2: allowed is a decimal number from 0 to 1",
            "LEGACY_DEPRECATION_DATE | 2027-02-30 | LEGACY_DEPRECATION_DATE=2027-02-30: allowed is a date such as 2027-01-31",
            "LEGACY_DEPRECATION_DATE | 31.1.2027 | LEGACY_DEPRECATION_DATE=31.1.2027: allowed is a date such as 2027-01-31",
            "EVENT_API_STAND_IN   | on    | EVENT_API_STAND_IN=on: allowed is true or false"
    })
    void aProblemNamesTheVariableItsValueAndWhatIsAllowed(String name, String value, String problem) {
        // When
        List<String> problems = Configured.problemsWith(name, value);

        // Then
        assertThat(problems).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = { "http://event.com", "https://event.com", "http://event.com/", "http://event.com:8080/base/path",
            "http://localhost:3000/event.com", "http://127.0.0.1", "http://[::1]:3000", "http://event.com:65535" })
    void anHttpUrlIsAllowedAsTheBaseUrl(String url) {
        // When
        List<String> problems = Configured.problemsWith("EVENT_API_BASE_URL", url);

        // Then
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "event.com", "//event.com", "/event.com", "http:", "http://", "http:///path",
            "http:event.com", "ftp://event.com", "file:///etc/passwd", "http://event.com:65536", "http://event.com:port",
            "http://event.com?query", "http://event.com/#fragment", "http://event .com",
            " http://event.com", "http://event.com ", "http://event.com/%zz", "http://event.com,http://event.org" })
    void anythingElseIsRefusedAsTheBaseUrl(String url) {
        // When
        List<String> problems = Configured.problemsWith("EVENT_API_BASE_URL", url);

        // Then
        assertThat(problems).singleElement().asString().startsWith("EVENT_API_BASE_URL=" + url + ": allowed is ");
    }

    @ParameterizedTest
    @ValueSource(strings = { "redis://localhost", "redis://redis.example:6379", "rediss://user:p%40ss@redis.example:6380/1",
            "redis://:password@10.0.0.1", "redis://:p%2Bss@a", "redis://[::1]:6379", "redis://a:26379,redis://b:26379" })
    void aRedisUrlIsAllowed(String url) {
        assertThat(Configured.problemsWith("REDIS_URL", url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "localhost:6379", "http://localhost", "redis:", "redis://", "redis://host:port", "redis://a b",
            "redis://a, redis://b", "redis://a/b", "redis://a:0", "redis://a:65536", "redis://a,redis://b:99999",
            "redis://:p%ass@a",
            "redis://:p+ss@a", "redis://a_b", "redis://-a-", "redis://:p^ss@a", "redis://:p|ss@a", "redis://:p\"ss@a",
            "redis://:p<ss@a",
            "redis://:p>ss@a", "redis://:p{ss@a", "redis://:p}ss@a", "redis://:p\\ss@a", "redis://:p`ss@a", "redis://[::1",
            "redis://[1:2]" })
    void anythingElseIsRefusedAsTheRedisUrl(String url) {
        List<String> problems = Configured.problemsWith("REDIS_URL", url);

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).split(": allowed is")[0]).doesNotContain("ss@");
    }

    @Test
    void whoWritesAPlusInThePasswordOfRedisIsToldHow() {
        assertThat(Configured.problemsWith("REDIS_URL", "redis://:a+secret@localhost")).singleElement().asString()
                .startsWith("REDIS_URL=").contains("%2B").doesNotContain("secret");
    }

    @Test
    void theClientReadsWhatIsAllowed() {
        RedisURI url = new RedisURI("rediss://user:a%2Bb%20c@redis.example:6380/1");

        assertThat(url.password()).isEqualTo("a+b c");
        assertThat(new RedisURI("redis://:a+b@redis.example").password()).as("else + might be allowed").isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "a b", "{a}", "a:b" })
    void aPrefixThatWouldMixUpKeysIsRefused(String prefix) {
        assertThat(Configured.problemsWith("REDIS_PREFIX", prefix)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "http://localhost:4317", "https://collector.example:4317/path" })
    void anHttpUrlOrNothingIsAllowedForTraces(String url) {
        // When
        List<String> problems = Configured.problemsWith("OTEL_EXPORTER_OTLP_ENDPOINT", url);

        // Then
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { " ", "localhost:4317", "collector", "grpc://collector:4317", "none" })
    void anythingElseIsRefusedForTraces(String url) {
        // When
        List<String> problems = Configured.problemsWith("OTEL_EXPORTER_OTLP_ENDPOINT", url);

        // Then
        assertThat(problems).singleElement().asString().startsWith("OTEL_EXPORTER_OTLP_ENDPOINT=" + url + ": allowed is ");
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        // Given
        SmallRyeConfig config = Configured.with(Map.of("PORT", "x", "EVENT_API_DEADLINE_MS", "0", "MANAGEMENT_PORT", "9000",
                "SOMEBODY_ELSES", "anything"));

        // When
        List<String> problems = SettingsCheck.notAllowed(config);

        // Then
        assertThat(problems).satisfiesExactly(first -> assertThat(first).startsWith("EVENT_API_DEADLINE_MS=0: "),
                second -> assertThat(second).startsWith("PORT=x: "));
    }

    @Test
    void whatLooksLikeASettingAndIsNoneIsTold() {
        // Given
        SmallRyeConfig config = Configured.with(Map.of("CIRCUIT_BREAKER_FAILURE_TRESHOLD", "3", "CACHE_STALE", "1",
                "CACHE_STALE_MS", "1", "SOMEBODY_ELSES", "anything", "CACHED", "1", "CORS_ORIGIN", "https://app.example.com"),
                Map.of("rate-limit.window", "1", "cached", "1"));

        // When
        List<String> unknown = SettingsCheck.unknown(config);

        // Then
        assertThat(unknown).containsExactly("CACHE_STALE", "CIRCUIT_BREAKER_FAILURE_TRESHOLD", "CORS_ORIGIN",
                "RATE_LIMIT_WINDOW");
    }

    @Test
    void whatKubernetesTellsEachPodOfAServiceWithANameLikeOursIsNotTaken() {
        // Given
        SmallRyeConfig config = Configured.with(Map.of("CACHE_SERVICE_HOST", "10.0.0.1", "CACHE_SERVICE_PORT", "80",
                "CACHE_SERVICE_PORT_HTTP", "80", "CACHE_PORT", "tcp://10.0.0.1:80", "CACHE_PORT_80_TCP", "tcp://10.0.0.1:80",
                "CACHE_PORT_80_TCP_ADDR", "10.0.0.1"));

        // When
        List<String> unknown = SettingsCheck.unknown(config);

        // Then
        assertThat(unknown).isEmpty();
    }

    @Test
    void aWaitIsAtMostTheLongest() {
        // When
        List<String> problems = Configured.problemsTogether(
                Map.of("CIRCUIT_BREAKER_RESET_TIMEOUT_MS", "1001", "CIRCUIT_BREAKER_MAX_RESET_TIMEOUT_MS", "1000"));

        // Then
        assertThat(problems).singleElement().asString().startsWith("CIRCUIT_BREAKER_MAX_RESET_TIMEOUT_MS=1000: ");
    }

    @ParameterizedTest
    @ValueSource(strings = { "postgresql://localhost/events", "postgres://user:p%40ss@db.example:5432/events?sslmode=require",
            "jdbc:postgresql://[::1]:5432/events", "postgresql://localhost:65535/events",
            "postgresql://a:5432,b:5432/events?targetServerType=primary" })
    void aDatabaseIsNamedAsPlatformsDo(String url) {
        assertThat(Configured.problemsWith("DATABASE_URL", url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "postgresql://user:secret@localhost:port/events, postgresql://…@localhost:port/events",
            "postgresql://user:secret@secret@localhost/events, postgresql://…@localhost/events",
            "jdbc:mysql://user:secret@localhost/events, jdbc:mysql://…@localhost/events",
            "postgresql:user:secret@localhost/events, …@localhost/events",
            "postgresql://localhost?user=u&password=secret&a=b, postgresql://localhost?user=u&password=…&a=b",
            "postgresql://localhost?sslPassword=sec#ret, postgresql://localhost?sslPassword=…" })
    void aPasswordIsNotTold(String url, String told) {
        assertThat(Configured.problemsWith("DATABASE_URL", url)).singleElement().asString()
                .startsWith("DATABASE_URL=" + told + ": ");
    }

    @Test
    void noSettingsPasswordIsTold() {
        assertThat(Configured.problemsWith("EVENT_API_BASE_URL", "http://user:password@event.com")).singleElement().asString()
                .startsWith("EVENT_API_BASE_URL=http://…@event.com: allowed is ");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "localhost/events", "mysql://localhost/events", "postgresql://localhost",
            "postgresql:///events",
            "postgresql://localhost:port/events", "postgresql://localhost:0/events", "postgresql://localhost:65536/events" })
    void anythingElseIsNoDatabase(String url) {
        assertThat(Configured.problemsWith("DATABASE_URL", url)).singleElement().asString()
                .startsWith("DATABASE_URL=" + url + ": allowed is ");
    }

    @Test
    void theLeastConcurrencyIsNotMoreThanTheMost() {
        assertThat(Configured.problemsTogether(Map.of("EVENT_API_MAX_CONCURRENCY", "8"))).isEmpty();
        assertThat(Configured.problemsTogether(Map.of("EVENT_API_MAX_CONCURRENCY", "7", "EVENT_API_CONCURRENCY", "fixed")))
                .isEmpty();
        assertThat(Configured.problemsTogether(Map.of("EVENT_API_MAX_CONCURRENCY", "7"))).as("as it always worked").isEmpty();
        assertThat(Configured.problemsTogether(Map.of("EVENT_API_MAX_CONCURRENCY", "7", "EVENT_API_MIN_CONCURRENCY", "8")))
                .containsExactly(
                        "EVENT_API_MIN_CONCURRENCY=8: allowed is EVENT_API_MAX_CONCURRENCY or less, which is 7, unless "
                                + "EVENT_API_CONCURRENCY=fixed");
    }

    @ParameterizedTest
    @ValueSource(strings = { "EVENT_API_KEY", "EVENT_API_BASE_URL", "REDIS_URL", "OIDC_ISSUER" })
    void anExpressionOfWhatIsNotSetEndsTheStart(String name) {
        for (String value : List.of("${NOT_SET_ANYWHERE}", "a${NOT_SET_ANYWHEREb")) {
            assertThat(Configured.problemsWith(name, value)).singleElement().asString().startsWith(name + "=")
                    .endsWith("refers to what isn't set");
        }
    }
}

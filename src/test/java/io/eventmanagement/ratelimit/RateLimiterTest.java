package io.eventmanagement.ratelimit;

import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.RawHttp;
import io.eventmanagement.RawHttp.Reply;
import io.eventmanagement.ShiftedTime;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;

/** Clients that send too much; the test is a proxy that is trusted, so it can be many clients. */
@QuarkusTest
@TestProfile(RateLimiterTest.Limited.class)
class RateLimiterTest extends UpstreamTest {

    private static final int REQUESTS = 10;
    private static final Duration WINDOW = Duration.ofSeconds(20);

    public static class Limited extends WireMockUpstream {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new TreeMap<>(super.getConfigOverrides());
            settings.put("rate-limit.requests", String.valueOf(REQUESTS));
            settings.put("rate-limit.window-ms", String.valueOf(WINDOW.toMillis()));
            settings.put("trusted-proxies", "127.0.0.0/8,::1");
            return settings;
        }
    }

    private static final AtomicInteger CLIENTS = new AtomicInteger();

    @Inject
    ShiftedTime time;

    @TestHTTPResource(value = "/health/ready", management = true)
    String health;

    /** Another one for each test. */
    private final String client = "X-Forwarded-For: 198.51.100." + CLIENTS.incrementAndGet();

    /** There isn't a bucket for the first requests of a JVM to warm up with. */
    @Override
    protected boolean needsWarmth() {
        return false;
    }

    @BeforeEach
    void stopTheClock() {
        givenGet("/getUsers", json("[]"));
        time.stop();
    }

    @AfterEach
    void startTheClock() {
        time.start();
    }

    private Reply get(String path) throws IOException {
        return RawHttp.send("GET " + path + " HTTP/1.1", client);
    }

    private void useUp() throws IOException {
        for (int i = 0; i < REQUESTS; i++) {
            get("/nix");
        }
    }

    @Test
    void eachAnswerTellsWhatIsLeft() throws IOException {
        Reply first = get("/getUsers");
        Reply second = get("/nix");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"default\";q=10;w=20");
        assertThat(first.header("RateLimit")).isEqualTo("\"default\";r=9;t=2");
        assertThat(second.status()).isEqualTo(404);
        assertThat(second.header("RateLimit")).isEqualTo("\"default\";r=8;t=4");
    }

    @Test
    void whoSendsTooMuchIsToldWhenToComeBackAndIsServedThen() throws IOException {
        useUp();

        Reply refused = get("/getUsers");

        assertProblem(refused, 429, "rate-limited", "/getUsers");
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(refused.header("RateLimit")).isEqualTo("\"default\";r=0;t=20");
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"default\";q=10;w=20");
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
        assertThat(calls()).isZero();

        time.advance(Duration.ofSeconds(2).minusNanos(1));
        assertThat(get("/getUsers").header("Retry-After")).isEqualTo("1");
        time.advance(Duration.ofNanos(1));
        assertThat(get("/getUsers").status()).isEqualTo(200);
        assertThat(get("/getUsers").status()).isEqualTo(429);
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void otherClientsAreServed() throws IOException {
        useUp();

        Reply other = RawHttp.send("GET /getUsers HTTP/1.1", "X-Forwarded-For: 198.51.100.1, 203.0.113.1");

        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void whoNamesOthersInFrontOfItselfIsNoOther() throws IOException {
        useUp();

        Reply reply = RawHttp.send("GET /getUsers HTTP/1.1", client.replace(": ", ": 203.0.113.77, "));

        assertThat(reply.status()).isEqualTo(429);
    }

    @Test
    void itsBodyIsNotWaitedFor() throws IOException {
        useUp();

        Reply reply = RawHttp.exchangeHead("POST /addEvent HTTP/1.1\r\nHost: localhost\r\n" + client
                + "\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{");

        assertThat(reply.status()).isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = { "/event.com", "/event.com/getUsers" })
    void theStandInIsNotLimited(String path) throws IOException {
        useUp();

        Reply reply = get(path);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("RateLimit")).isNull();
    }

    @Test
    void theManagementPortIsNotLimited() throws IOException {
        useUp();

        assertThat(request().header("X-Forwarded-For", client.substring(client.indexOf(' ') + 1)).get(health).statusCode())
                .isEqualTo(200);
    }

    @Test
    void ofManyAtOnceExactlySoManyPassAsMay() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                statuses.add(threads.submit(() -> get("/nix").status()));
            }
            int passed = 0;
            for (Future<Integer> status : statuses) {
                passed += status.get() == 404 ? 1 : 0;
            }
            assertThat(passed).isEqualTo(REQUESTS);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void tellsPrometheusHowManyItLimited() throws IOException {
        double passed = counted("passed");
        double limited = counted("limited");

        for (int i = 0; i < REQUESTS + 3; i++) {
            RawHttp.send("GET /nix HTTP/1.1", "X-Forwarded-For: 198.51.100.77");
        }

        assertThat(counted("passed") - passed).isEqualTo(REQUESTS);
        assertThat(counted("limited") - limited).isEqualTo(3);
    }

    private double counted(String result) {
        String scrape = RestAssured.get(health.replace("/health/ready", "/metrics")).asString();
        Matcher count = Pattern.compile("rate_limit_requests_total\\{[^}]*result=\"" + result + "\"[^}]*} (\\S+)")
                .matcher(scrape);
        assertThat(count.find()).as(scrape).isTrue();
        return Double.parseDouble(count.group(1));
    }
}

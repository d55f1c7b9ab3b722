package io.eventmanagement.metrics;

import static io.eventmanagement.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URL;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.RawHttp;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.eventmanagement.bulkhead.FairBulkhead;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(WireMockUpstream.class)
class MetersTest extends UpstreamTest {

    private static final String BODY = "{\"name\":\"n\",\"userId\":\"1\"}";

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Inject
    FairBulkhead bulkhead;

    private Scrape before;

    @BeforeEach
    void scrape() {
        givenUser("1", "a");
        before = Scrape.of(metrics);
    }

    /** How much the series with these labels have grown in the test. */
    private double growth(String name, String... labels) {
        return Scrape.of(metrics).sum(name, labels) - before.sum(name, labels);
    }

    @Test
    void aRequestIsTimedByItsRouteAndStatus() {
        givenEvent("a", json("{}").withFixedDelay(120));

        request().get("/getEventsByUserId/1");

        String[] labels = { "method=\"GET\"", "uri=\"/getEventsByUserId/{id}\"", "status=\"200\"", "outcome=\"SUCCESS\"" };
        assertThat(growth("http_server_requests_seconds_count", labels)).isEqualTo(1);
        assertThat(growth("http_server_requests_seconds_sum", labels)).isBetween(0.12, 1.0);
        assertThat(growth("http_server_requests_seconds_bucket", "uri=\"/getEventsByUserId/{id}\"", "le=\"0.1\"")).isZero();
        assertThat(growth("http_server_requests_seconds_bucket", "uri=\"/getEventsByUserId/{id}\"", "le=\"1.0\"")).isOne();
        assertThat(growth("http_server_active_requests")).isZero();
    }

    @Test
    void aRequestWhoseBodyIsTooLargeIsOverOnceItIsRefused() throws IOException {
        RawHttp.send("POST /addEvent HTTP/1.1", "Content-Type: application/json", "Content-Length: 70000");

        eventually("it is over", () -> growth("http_server_active_requests") == 0);
        assertThat(growth("http_server_requests_seconds_count", "status=\"413\"")).isEqualTo(1);
    }

    @Test
    void aClientThatHangsUpHadNoAnswer() throws IOException {
        givenEvent("a", json("{}").withFixedDelay(300));
        try (Socket client = RawHttp.connect()) {
            client.getOutputStream().write("GET /getEventsByUserId/1 HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
            eventually("the request is under way", () -> growth("http_server_active_requests") == 1);
        }

        eventually("it is over", () -> growth("http_server_active_requests") == 0);
        assertThat(growth("http_server_requests_seconds_count", "uri=\"/getEventsByUserId/{id}\"", "status=\"none\"",
                "outcome=\"UNKNOWN\"")).isEqualTo(1);
        assertThat(growth("http_server_requests_seconds_count", "status=\"200\"")).isZero();
    }

    @Test
    void eachTryOfACallIsTimedByItsRouteAndStatusAndARetryIsCounted() {
        givenGet("/getUsers", json("{}").withStatus(500));

        request().get("/getUsers");

        assertThat(growth("http_client_requests_seconds_count", "uri=\"/getUsers\"", "status=\"500\"",
                "outcome=\"SERVER_ERROR\"")).isEqualTo(3);
        assertThat(growth("http_client_retries_total", "uri=\"/getUsers\"")).isEqualTo(2);
    }

    @Test
    void aCallWithoutAnAnswerIsTimedToo() {
        givenAdd(json(ADDED).withFault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER));

        add(BODY);

        assertThat(growth("http_client_requests_seconds_count", "method=\"POST\"", "uri=\"/addEvent\"", "status=\"none\"",
                "outcome=\"UNKNOWN\"")).isEqualTo(1);
    }

    @Test
    void callsThatSucceedAreNoRetriesAndNeitherIsAnotherCallOfTheSameRequest() {
        givenUser("2", "a", "b");
        givenEvent("a", json("{}"));
        givenEvent("b", json("{}"));
        givenAdd(json(ADDED));

        request().get("/getEventsByUserId/2");
        add(BODY);

        assertThat(growth("http_client_requests_seconds_count")).isEqualTo(5);
        assertThat(growth("http_client_retries_total")).isZero();
    }

    @Test
    void theEnginesOwnMetersWhichCostMoreAreOff() {
        request().get("/getEventsByUserId/1");

        assertThat(Scrape.of(metrics).names()).noneMatch(name -> name.startsWith("ft_"));
    }

    @Test
    void aCircuitTellsItsStateItsTransitionsItsWaitAndWhatItRefused() {
        givenAdd(json("{}").withStatus(503));
        String circuit = "circuit=\"add-event\"";
        for (int i = 0; i < 5; i++) {
            add(BODY);
        }

        Scrape now = Scrape.of(metrics);

        assertThat(now.sum("circuit_state", circuit, "state=\"OPEN\"")).isEqualTo(1);
        assertThat(now.sum("circuit_state", circuit)).isEqualTo(1);
        assertThat(now.sum("circuit_state", "circuit=\"get-users\"", "state=\"CLOSED\"")).isEqualTo(1);
        assertThat(now.sum("circuit_wait_seconds", circuit)).isBetween(5.0, 11.0);
        assertThat(growth("circuit_transitions_total", circuit, "from=\"CLOSED\"", "to=\"OPEN\"")).isEqualTo(1);
        assertThat(growth("circuit_rejected_calls_total", circuit)).isEqualTo(2);
    }

    @Test
    void aReadsCircuitCountsWhatItRefusedToo() {
        givenGet("/getEvents", json("{}").withStatus(500));
        String circuit = "circuit=\"get-events\"";
        for (int i = 0; i < 9; i++) {
            request().get("/getEvents");
        }

        Scrape now = Scrape.of(metrics);

        assertThat(now.sum("circuit_state", circuit, "state=\"OPEN\"")).isEqualTo(1);
        // 20 calls open it: six reads of three, and two of the seventh.
        assertThat(growth("circuit_rejected_calls_total", circuit)).isEqualTo(3);
    }

    @Test
    void theWidthOfAFanOutAndTheEventsThatEventComDoesNotKnowAreCounted() {
        givenUser("1", "a", "gone", "b", "away");
        givenEvent("a", json("{}"));
        givenEvent("b", json("{}"));
        givenEvent("gone", empty());
        givenEvent("away", empty());

        request().get("/getEventsByUserId/1");

        assertThat(growth("fan_out_events_count")).isEqualTo(1);
        assertThat(growth("fan_out_events_sum")).isEqualTo(4);
        assertThat(growth("fan_out_unknown_events_total")).isEqualTo(2);
    }

    @Test
    void theCacheTellsOfEachKindHowItAnsweredAndWhatItHolds() {
        givenEvent("a", json("{}"));
        request().get("/getEventsByUserId/1");
        request().get("/getEventsByUserId/1");

        Scrape now = Scrape.of(metrics);

        assertThat(growth("cache_reads_total", "kind=\"events\"", "result=\"miss\"")).isEqualTo(1);
        assertThat(growth("cache_reads_total", "kind=\"events\"", "result=\"hit\"")).isEqualTo(1);
        assertThat(now.sum("cache_entries", "kind=\"events\"")).isEqualTo(1);
        assertThat(now.sum("cache_size_bytes", "kind=\"events\"")).isBetween(300.0, 600.0);
        assertThat(now.series().keySet()).contains("cache_reads_total{kind=\"users\",result=\"stale\"}",
                "cache_reads_total{kind=\"lists\",result=\"shared\"}");
    }

    @Test
    void theBulkheadTellsHowFullItIs() {
        Scrape now = Scrape.of(metrics);

        assertThat(now.sum("bulkhead_limit")).isEqualTo(bulkhead.limit());
        assertThat(now.series()).containsEntry("bulkhead_running", 0.0).containsEntry("bulkhead_waiting", 0.0);
    }

    @Test
    void clientsDoNotReachThem() {
        assertThat(request().get("/q/metrics").statusCode()).isEqualTo(404);
    }
}

package io.eventmanagement.legacy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.github.tomakehurst.wiremock.http.Fault;

import io.eventmanagement.CacheStatus;
import io.eventmanagement.StoppedClockTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.smallrye.faulttolerance.api.CircuitBreakerState;

/** What the original reads answer while event.com fails. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class StaleReadsTest extends StoppedClockTest {

    private static final String EVENTS = "/getEventsByUserId/1";

    private static Response read(String path) {
        return request().get(path);
    }

    private void givenUserWithTwoEvents() {
        givenUser("1", "a", "b");
        givenEvent("a", json("{\"id\":\"a\"}"));
        givenEvent("b", json("{\"id\":\"b\"}"));
    }

    private void eventComIsDown() {
        eventCom.resetToDefaultMappings();
        eventCom.register(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    }

    @Test
    void whileEventComIsDownTheLastGoodAnswerIsServed() {
        givenUserWithTwoEvents();
        String good = read(EVENTS).asString();
        eventComIsDown();
        time.advance(Duration.ofSeconds(40));

        Response stale = read(EVENTS);

        assertThat(stale.statusCode()).isEqualTo(200);
        assertThat(stale.asString()).isEqualTo(good);
        assertThat(CacheStatus.of(stale)).isEqualTo(CacheStatus.stale(-39));
        assertThat(stale.header("Age")).isEqualTo("40");
        assertThat(stale.header("Warning")).isNull();
        assertThat(stale.header("ETag")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "/getUsers", "/getEvents", "/api/getUsers" })
    void soIsAList(String route) {
        givenGet(route.replace("/api", ""), json("[{\"id\":1.0}]"));
        read(route);
        eventComIsDown();
        time.advance(Duration.ofSeconds(5));

        Response stale = read(route);

        assertThat(stale.asString()).isEqualTo("[{\"id\":1.0}]");
        assertThat(CacheStatus.of(stale)).isEqualTo(CacheStatus.stale(-5));
        assertThat(stale.header("Age")).isEqualTo("5");
    }

    @Test
    void anAnswerOfFreshAndStaleEventsIsAsOldAsItsOldest() {
        givenUserWithTwoEvents();
        givenEvent("b", empty());
        read(EVENTS);
        time.advance(Duration.ofSeconds(20));
        givenEvent("b", json("{\"id\":\"b\"}"));
        read(EVENTS);
        givenEvent("a", aResponse().withStatus(500));
        time.advance(Duration.ofSeconds(15));

        Response mixed = read(EVENTS);

        assertThat(mixed.asString()).isEqualTo("[{\"id\":\"a\"},{\"id\":\"b\"}]");
        assertThat(mixed.header("Age")).isEqualTo("35");
        assertThat(CacheStatus.of(mixed)).isEqualTo(CacheStatus.stale(-5));
    }

    @Test
    void afterTenMinutesThereIsNoLastGoodAnswerAnyMore() {
        givenGet("/getUsers", json("[]"));
        read("/getUsers");
        eventComIsDown();
        time.advance(Duration.ofMinutes(10));

        Response response = read("/getUsers");

        assertProblem(response, 502, "upstream-failed", "/getUsers");
    }

    @ParameterizedTest
    @ValueSource(ints = { 404, 410 })
    void thatAUserDoesNotExistAnyMoreIsNotPaperedOver(int status) {
        givenUserWithTwoEvents();
        read(EVENTS);
        givenGet("/getUserById/1", aResponse().withStatus(status));
        time.advance(Duration.ofSeconds(2));

        Response gone = read(EVENTS);
        eventComIsDown();
        time.advance(Duration.ofSeconds(2));
        Response down = read(EVENTS);

        assertProblem(gone, 404, "no-such-user", EVENTS);
        assertProblem(down, 502, "upstream-failed", EVENTS);
    }

    @Test
    void anEventThatEventComDidNotKnowDoesNotSpoilTheLastGoodAnswer() {
        givenUserWithTwoEvents();
        givenEvent("b", empty());
        read(EVENTS);
        eventComIsDown();
        time.advance(Duration.ofSeconds(40));

        Response stale = read(EVENTS);

        assertThat(stale.asString()).isEqualTo("[{\"id\":\"a\"}]");
    }

    @Test
    void anAnswerThatEventComRefusesIsNotPaperedOver() {
        givenGet("/getUsers", json("[]"));
        read("/getUsers");
        givenGet("/getUsers", aResponse().withStatus(400));

        Response response = read("/getUsers");

        assertProblem(response, 502, "upstream-failed", "/getUsers");
    }

    @Test
    void aLastGoodAnswerIsServedBeforeTheRequestsTimeIsOver() {
        givenUserWithTwoEvents();
        read(EVENTS);
        for (String url : new String[] { "/getUserById/1", "/getEventById/a", "/getEventById/b" }) {
            // Slow, but each try in time, and tried again: together that is more than the deadline.
            givenGet(url, aResponse().withStatus(500).withFixedDelay(WireMockUpstream.READ_TIMEOUT_MS - 100));
        }
        time.advance(Duration.ofSeconds(40));

        Response stale = read(EVENTS);

        assertThat(stale.statusCode()).isEqualTo(200);
        assertThat(CacheStatus.of(stale).detail()).isEqualTo("stale-if-error");
    }

    @Test
    void anOpenCircuitCostsAReadWithALastGoodAnswerNothing() {
        givenGet("/getUsers", json("[]"));
        read("/getUsers");
        eventComIsDown();
        for (int i = 0; i < 7; i++) {
            read("/getUsers");
        }
        assertThat(circuits.named("get-users").orElseThrow().status().state()).isEqualTo(CircuitBreakerState.OPEN);
        int before = calls("/getUsers");

        Response response = read("/getUsers");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(CacheStatus.of(response).detail()).isEqualTo("stale-if-error");
        assertThat(calls("/getUsers")).isEqualTo(before);
        assertProblem(request().header("Cache-Control", "no-cache").get("/getUsers"), 503, "circuit-open", "/getUsers");
    }
}

package io.eventmanagement.legacy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.github.tomakehurst.wiremock.http.Fault;

import io.eventmanagement.CacheStatus;
import io.eventmanagement.ShiftedTime;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.smallrye.faulttolerance.api.CircuitBreakerState;

/** What the original reads answer from what is known, and what they say of it. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class CachedReadsTest extends UpstreamTest {

    private static final String EVENTS = "/getEventsByUserId/1";

    @Inject
    ShiftedTime time;

    @BeforeEach
    void stopTheClocks() {
        time.stop();
    }

    @AfterEach
    void startTheClocks() {
        time.start();
    }

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

    // ---- Fresh ----

    @Test
    void aUsersEventsAreFetchedOnceWhileTheyAreFresh() {
        givenUserWithTwoEvents();

        Response first = read(EVENTS);
        Response second = read(EVENTS);

        assertThat(second.asString()).isEqualTo(first.asString()).isEqualTo("[{\"id\":\"a\"},{\"id\":\"b\"}]");
        assertThat(calls()).isEqualTo(3);
        assertThat(CacheStatus.of(first)).isEqualTo(CacheStatus.UNKNOWN);
        assertThat(first.header("Age")).isNull();
        assertThat(CacheStatus.of(second)).isEqualTo(CacheStatus.fresh(1));
        assertThat(second.header("Age")).isEqualTo("0");
    }

    @Test
    void aUserIsFetchedAgainAfterASecondAndItsEventsAfterThirty() {
        givenUserWithTwoEvents();
        read(EVENTS);

        time.advance(Duration.ofSeconds(1));
        Response user = read(EVENTS);
        assertThat(calls("/getUserById")).isEqualTo(2);
        assertThat(calls("/getEventById")).isEqualTo(2);
        time.advance(Duration.ofSeconds(30));
        Response all = read(EVENTS);

        assertThat(calls("/getEventById")).isEqualTo(4);
        assertThat(CacheStatus.of(user)).isEqualTo(CacheStatus.fetched("partial"));
        assertThat(user.header("Age")).isEqualTo("1");
        assertThat(CacheStatus.of(all)).isEqualTo(CacheStatus.fetched("stale"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/getUsers", "/getEvents" })
    void aListIsFetchedEachTime(String route) {
        givenGet(route, json("[]"));

        read(route);
        Response second = read(route);

        assertThat(calls(route)).isEqualTo(2);
        assertThat(CacheStatus.of(second)).isEqualTo(CacheStatus.fetched("stale"));
    }

    @Test
    void thatThereIsNoSuchUserIsKnownForASecond() {
        givenGet("/getUserById/9", empty());

        read("/getEventsByUserId/9");
        Response second = read("/getEventsByUserId/9");
        time.advance(Duration.ofSeconds(1));
        givenUser("9");
        Response third = read("/getEventsByUserId/9");

        assertProblem(second, 404, "no-such-user", "/getEventsByUserId/9");
        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(calls("/getUserById/9")).isEqualTo(2);
    }

    // ---- Stale ----

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

    @Test
    void thatAUserDoesNotExistAnyMoreIsNotPaperedOver() {
        givenUserWithTwoEvents();
        read(EVENTS);
        givenGet("/getUserById/1", aResponse().withStatus(404));
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
            // Slow, but each try in time, and tried again: together that is more than the deadline of two seconds.
            givenGet(url, aResponse().withStatus(500).withFixedDelay(WireMockUpstream.READ_TIMEOUT_MS - 100));
        }
        time.advance(Duration.ofSeconds(40));

        Response stale = read(EVENTS);

        assertThat(stale.statusCode()).isEqualTo(200);
        assertThat(CacheStatus.of(stale).detail()).isEqualTo("stale-if-error");
        assertThat(stale.time()).isBetween(1_000L, 2_500L);
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

package io.eventmanagement.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;

import io.eventmanagement.StoppedClockTest;
import io.eventmanagement.WireMockUpstream;
import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.Circuits;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The limit on calls and the retry budget in the whole service: what event.com sees of them, and what metrics tell. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class LimitMetersTest extends StoppedClockTest {

    private static final int MOST = 1_024;
    private static final int LEAST = 8;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    private Scrape before;

    @BeforeEach
    void allIsWell() {
        givenGet("/getUsers", json("[]"));
        read(300);
        assertThat(limit()).isEqualTo(MOST);
        before = Scrape.of(metrics);
    }

    /** So many rounds of answers. */
    private void read(int rounds) {
        for (int i = 0; i < rounds && limit() < MOST; i++) {
            round();
        }
    }

    private void round() {
        time.advance(Duration.ofMillis(150));
        request().get("/getUsers");
    }

    private double limit() {
        return Scrape.of(metrics).sum("bulkhead_limit");
    }

    private double growth(String name, String... labels) {
        return Scrape.of(metrics).sum(name, labels) - before.sum(name, labels);
    }

    /** A user's events: more calls at once than may always be under way. */
    private void fanOut(ResponseDefinitionBuilder event) {
        String[] keys = IntStream.range(0, 3 * LEAST).mapToObj(i -> "key-" + i).toArray(String[]::new);
        givenUser("1", keys);
        Stream.of(keys).forEach(key -> givenEvent(key, event));
        reads.clear();
        time.advance(Duration.ofMillis(150));
        request().get("/getEventsByUserId/1");
    }

    @Test
    void theLimitGivesWayWhenCallsAreRefusedAndGrowsAgainWhenTheyAreAnswered() {
        fanOut(json("{}").withStatus(503).withFixedDelay(200));
        // The next answer ends the window.
        givenGet("/getUsers", json("[]"));
        time.advance(Duration.ofSeconds(1));
        request().get("/getUsers");
        assertThat(limit()).isLessThan(MOST);
        assertThat(growth("bulkhead_limit_moves_total", "reason=\"refusal\"")).isPositive();

        read(100);

        assertThat(limit()).isEqualTo(MOST);
        assertThat(growth("bulkhead_limit_moves_total", "reason=\"growth\"")).isPositive();
    }

    @Test
    void soItDoesWhenAnswersTakeLonger() {
        time.start();
        // With the clocks stopped they took no time at all, which has to be forgotten.
        for (int generation = 0; generation < 3; generation++) {
            time.advance(Duration.ofSeconds(10));
            fanOut(json("{}"));
            fanOut(json("{}"));
        }

        for (int i = 0; i < 3; i++) {
            fanOut(json("{}").withFixedDelay(500));
        }

        assertThat(growth("bulkhead_limit_moves_total", "reason=\"latency\"")).isPositive();
    }

    @Test
    void fewRefusedCallsChangeNothing() {
        givenGet("/getUsers", json("{}").withStatus(503));

        round();
        round();

        assertThat(limit()).isEqualTo(MOST);
    }

    @Test
    void anotherKindOfFailureSaysNothingOfLoad() {
        givenGet("/getUsers", json("{}").withStatus(500));

        round();
        round();

        assertThat(limit()).isEqualTo(MOST);
    }

    @Test
    void whenACircuitClosesItBeginsLowAndDoublesWithEachRoundOfAnswers() {
        givenGet("/getUsers", json("{}").withStatus(500));
        for (int i = 0; i < 7; i++) {
            request().get("/getUsers");
        }
        Circuit circuit = circuits.named(Circuits.GET_USERS).orElseThrow();
        assertThat(circuit.isClosed()).isFalse();
        givenGet("/getUsers", json("[]"));
        circuit.reset();
        assertThat(limit()).isEqualTo(LEAST);
        assertThat(growth("bulkhead_limit_moves_total", "reason=\"recovery\"")).isEqualTo(1);

        for (int limit = 2 * LEAST; limit <= MOST; limit *= 2) {
            round();

            assertThat(limit()).isEqualTo(limit);
        }
    }

    @Test
    void aCircuitThatWasClosedAllTheTimeChangesNothing() {
        circuits.all().forEach(Circuit::reset);

        assertThat(limit()).isEqualTo(MOST);
    }

    // ---- The retry budget ----

    /** Nobody has called for ten seconds. */
    private void theBudgetIsAsNew() {
        time.advance(Duration.ofSeconds(10));
        assertThat(Scrape.of(metrics).sum("retry_budget_left")).isEqualTo(3);
    }

    @Test
    void onceTheRetryBudgetIsUsedUpTheFirstFailureStands() {
        theBudgetIsAsNew();
        givenGet("/getEvents", json("{}").withStatus(500));

        for (int i = 0; i < 5; i++) {
            assertThat(request().get("/getEvents").statusCode()).isEqualTo(502);
        }

        assertThat(calls("/getEvents")).isEqualTo(5 + 3);
        assertThat(Scrape.of(metrics).sum("retry_budget_left")).isZero();
        assertThat(growth("retry_budget_refusals_total")).isEqualTo(4);
        assertThat(growth("http_client_retries_total")).isEqualTo(3);
    }

    @Test
    void whenEverythingFailsRetriesAreAFractionOfTheFirstTries() {
        theBudgetIsAsNew();
        eventCom.resetRequests();
        List<String> reads = List.of("/getUsers", "/getEvents", "/getUserById/1");
        reads.forEach(read -> givenGet(read, json("{}").withStatus(500)));

        for (int i = 0; i < 30; i++) {
            request().get("/getUsers");
            request().get("/getEvents");
            request().get("/getEventsByUserId/1");
        }

        double firstTries = calls() - growth("http_client_retries_total");
        assertThat((double) calls()).isEqualTo(3 * 20).isLessThan(1.25 * firstTries);
    }
}

package io.eventmanagement.upstream;

import static io.eventmanagement.ProblemAssert.assertProblem;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.ShiftedTime;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.eventmanagement.circuit.CircuitTransition;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/** The add-event circuit from outside: what clients and operators see, and what reaches event.com. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class AddEventCircuitTest extends UpstreamTest {

    private static final String NAME = "add-event";

    /** The first wait with all of its jitter. */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(11);

    @Singleton
    static class Transitions {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        void observe(@Observes CircuitTransition transition) {
            if (transition.circuit().equals(NAME)) {
                seen.add(transition.from() + " > " + transition.to());
            }
        }
    }

    @TestHTTPResource(value = "/circuits", management = true)
    URL view;

    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    @Inject
    ShiftedTime time;

    @Inject
    Transitions transitions;

    @BeforeEach
    void eventComFails() {
        givenUser("1");
        givenAdd(json("{}").withStatus(500));
        transitions.seen.clear();
    }

    private Response add() {
        return add("{\"name\":\"n\",\"userId\":1}");
    }

    private void open() {
        for (int i = 0; i < 3; i++) {
            assertThat(add().statusCode()).isEqualTo(502);
        }
    }

    private JsonPath circuit() {
        return get(view).jsonPath().setRootPath("find { it.name == '" + NAME + "' }");
    }

    private String stateInHealth() {
        return get(ready).jsonPath().getString("checks.find { it.name == '" + NAME + "' }.data.state");
    }

    @Test
    void rejectsWithOneTruthInEveryView() {
        open();

        Response rejected = add();

        JsonPath problem = assertProblem(rejected, 503, "circuit-open", "/addEvent");
        assertThat(problem.getString("circuitBreakerState")).isEqualTo("OPEN");
        assertThat(problem.getInt("retryAfter")).isBetween(10, 11);
        assertThat(calls("/addEvent")).isEqualTo(3);
        assertThat(calls("/getUserById")).as("nothing is looked up for a rejected event").isEqualTo(3);
        assertThat(circuit().getString("state")).isEqualTo("OPEN");
        assertThat(circuit().getInt("failuresInWindow")).isEqualTo(3);
        assertThat(circuit().getInt("attempt")).isEqualTo(1);
        assertThat(circuit().getLong("retryAfterMs")).isBetween(9_000L, 11_000L);
        assertThat(stateInHealth()).isEqualTo("OPEN");
        assertThat(transitions.seen).containsExactly("CLOSED > OPEN");
    }

    @Test
    void successesInBetweenEraseNothing() {
        for (String status : List.of("500", "200", "500", "200", "500")) {
            givenAdd(json(ADDED).withStatus(Integer.parseInt(status)));
            add();
        }

        assertThat(circuit().getString("state")).isEqualTo("OPEN");
    }

    @Test
    void aFailureIsForgottenAfterTheWindow() {
        add();
        time.advance(Duration.ofSeconds(25));
        add();
        time.advance(Duration.ofSeconds(6));

        add();

        assertThat(circuit().getString("state")).isEqualTo("CLOSED");
        assertThat(circuit().getInt("failuresInWindow")).isEqualTo(2);
    }

    @Test
    void aProbeThatSucceedsClosesIt() {
        open();
        time.advance(FIRST_WAIT);
        assertThat(stateInHealth()).isEqualTo("HALF_OPEN");
        givenAdd(json(ADDED));

        Response probe = add();

        assertThat(probe.statusCode()).isEqualTo(200);
        assertThat(circuit().getString("state")).isEqualTo("CLOSED");
        assertThat(circuit().getInt("failuresInWindow")).isZero();
        assertThat(transitions.seen).containsExactly("CLOSED > OPEN", "OPEN > HALF_OPEN", "HALF_OPEN > CLOSED");
    }

    @Test
    void aProbeThatFailsOpensItForTwiceAsLong() {
        open();
        time.advance(FIRST_WAIT);

        add();

        assertThat(circuit().getString("state")).isEqualTo("OPEN");
        assertThat(circuit().getInt("attempt")).isEqualTo(2);
        assertThat(add().header("Retry-After")).isIn("20", "21", "22");
    }

    @Test
    void anUnknownUserDoesNotUseUpTheProbe() {
        open();
        time.advance(FIRST_WAIT);
        givenGet("/getUserById/2", empty());

        Response unknown = add("{\"name\":\"n\",\"userId\":2}");

        assertProblem(unknown, 422, "unknown-user", "/addEvent");
        givenAdd(json(ADDED));
        assertThat(add().statusCode()).isEqualTo(200);
    }

    @Test
    void ofFiftyCallersAfterTheWaitOneIsTheProbe() {
        open();
        time.advance(FIRST_WAIT);
        // It fails late: whoever comes meanwhile or afterwards is rejected, so the calls can be counted exactly.
        givenAdd(json("{}").withStatus(500).withFixedDelay(400));
        ExecutorService clients = Executors.newFixedThreadPool(50);

        List<Response> responses = Stream.generate(() -> CompletableFuture.supplyAsync(this::add, clients)).limit(50).toList()
                .stream().map(CompletableFuture::join).toList();

        clients.shutdown();
        assertThat(calls("/addEvent")).isEqualTo(3 + 1);
        assertThat(responses.stream().filter(response -> response.statusCode() == 502)).hasSize(1);
        assertThat(responses.stream().filter(response -> "1".equals(response.header("Retry-After")))).isNotEmpty();
        responses.stream().filter(response -> response.statusCode() == 503).forEach(response -> {
            JsonPath problem = assertProblem(response, 503, "circuit-open", "/addEvent");
            boolean probing = problem.getString("circuitBreakerState").equals("HALF_OPEN");
            assertThat(problem.getInt("retryAfter")).isBetween(probing ? 1 : 20, probing ? 1 : 22);
        });
    }

    @Test
    void anOperatorClosesIt() {
        open();

        Response reset = post(view + "/" + NAME + "/reset");

        assertThat(reset.statusCode()).isEqualTo(204);
        assertThat(circuit().getString("state")).isEqualTo("CLOSED");
        assertThat(add().statusCode()).isEqualTo(502);
    }

    @Test
    void anOperatorIsToldThatThereIsNoSuchCircuit() {
        Response reset = post(view + "/nope/reset");

        assertProblem(reset, 404, "not-found", "/q/circuits/nope/reset");
    }

    @Test
    void allCircuitsAreListed() {
        assertThat(get(view).jsonPath().getList("name", String.class))
                .containsExactly(NAME, "get-users", "get-events", "get-user-by-id", "get-event-by-id");
    }
}

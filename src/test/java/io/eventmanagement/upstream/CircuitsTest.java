package io.eventmanagement.upstream;

import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

import com.github.tomakehurst.wiremock.client.WireMock;

import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.reads.Reads;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.smallrye.faulttolerance.api.CircuitBreakerState;

/** When a circuit opens, and that event.com is left alone while it is open. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class CircuitsTest extends UpstreamTest {

    /** docs/resilience.md, "Reads". */
    private static final int VOLUME = 20;
    private static final int TRIES = 3;

    @BeforeEach
    void allCallsSucceed() {
        givenUser("2", "e");
        givenUser("3");
        Stream.of(Call.values()).forEach(this::succeeding);
    }

    private void succeeding(Call call) {
        if (call.isRead()) {
            givenGet(call.url, json(call.good));
        } else {
            givenAdd(json(call.good));
        }
    }

    private void failing(Call call, Fault fault) {
        if (call.isRead()) {
            givenGet(call.url, fault.answerTo(call));
        } else {
            givenAdd(fault.answerTo(call));
        }
    }

    private void send(Call call, int times) {
        for (int i = 0; i < times; i++) {
            call.send();
        }
    }

    private CircuitBreakerState state(Call call) {
        return circuits.named(call.circuit).map(Circuit::status).orElseThrow().state();
    }

    private void open(Call call) {
        send(call, VOLUME / 2);
        failing(call, Fault.RESET);
        send(call, 4);
        assertThat(state(call)).isEqualTo(CircuitBreakerState.OPEN);
        eventCom.resetRequests();
    }

    private static void assertRejected(Call call, Response response, int longestWait) {
        JsonPath problem = assertProblem(response, 503, "circuit-open", call.route);
        assertThat(problem.getString("circuitBreakerState")).isEqualTo("OPEN");
        assertThat(problem.getInt("retryAfter")).isBetween(1, longestWait);
        assertThat(problem.getString("title")).isEqualTo("Service temporarily unavailable");
        assertThat(problem.getString("detail"))
                .isEqualTo("Event service is currently experiencing issues. Please try again later.");
    }

    // ---- Reads ----

    @ParameterizedTest
    @EnumSource(names = "ADD_EVENT", mode = Mode.EXCLUDE)
    void aReadsCircuitOpensWhenTenOfTwentyCallsFailed(Call read) {
        send(read, VOLUME / 2);
        failing(read, Fault.RESET);
        send(read, 3);
        assertThat(state(read)).as("9 of 19 calls failed").isEqualTo(CircuitBreakerState.CLOSED);

        Response response = read.send();

        assertRejected(read, response, 5);
        assertThat(state(read)).isEqualTo(CircuitBreakerState.OPEN);
        assertThat(calls(read.url)).as("not tried again by the request whose try opened it").isEqualTo(VOLUME);
    }

    @Test
    void aReadsCircuitStaysClosedWhileFewerThanHalfOfItsCallsFail() {
        send(Call.GET_USERS, VOLUME / 2 + 1);
        failing(Call.GET_USERS, Fault.RESET);

        send(Call.GET_USERS, 3);

        assertThat(calls(Call.GET_USERS.url)).isEqualTo(VOLUME / 2 + 1 + 3 * TRIES);
        assertThat(state(Call.GET_USERS)).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void aReadsCircuitStaysClosedBeforeItsTwentiethCall() {
        failing(Call.GET_USERS, Fault.RESET);
        send(Call.GET_USERS, 6);
        assertThat(state(Call.GET_USERS)).as("18 of 18 calls failed").isEqualTo(CircuitBreakerState.CLOSED);

        Response response = Call.GET_USERS.send();

        assertRejected(Call.GET_USERS, response, 5);
        assertThat(calls(Call.GET_USERS.url)).isEqualTo(VOLUME);
    }

    @ParameterizedTest
    @EnumSource(names = "ADD_EVENT", mode = Mode.EXCLUDE)
    void anOpenReadIsNotCalledAndTheOthersAre(Call read) {
        open(read);
        succeeding(read);

        Response response = read.send();

        assertRejected(read, response, 5);
        assertThat(calls(read.url)).isZero();
        for (Call other : Call.values()) {
            if (other != read) {
                assertThat(state(other)).isEqualTo(CircuitBreakerState.CLOSED);
            }
            if (other != read && !(other == Call.GET_EVENT && read == Call.GET_USER)) {
                assertThat(other.send().statusCode()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "ADD_EVENT", mode = Mode.EXCLUDE)
    void aRefusedReadIsNoFailure(Call read) {
        failing(read, Fault.REFUSED_400);

        send(read, VOLUME + 5);

        assertThat(calls(read.url)).isEqualTo(VOLUME + 5);
        assertThat(state(read)).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void anUnknownIdIsNoFailure() {
        givenGet(Call.GET_USER.url, empty());

        send(Call.GET_USER, VOLUME + 5);

        assertThat(calls(Call.GET_USER.url)).isEqualTo(VOLUME + 5);
        assertThat(state(Call.GET_USER)).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(strings = { "\\ud800", "\\udc00", "{x}", "%zz", "\\u0001" })
    void whatAClientSendsCannotOpenACircuit(String userId) {
        eventCom.register(WireMock.any(WireMock.anyUrl()).atPriority(10).willReturn(empty()));
        for (int i = 0; i < VOLUME; i++) {
            add("{\"name\":\"n\",\"userId\":\"a" + userId + "\"}");
        }

        for (Call call : Call.values()) {
            assertThat(state(call)).as(call.circuit).isEqualTo(CircuitBreakerState.CLOSED);
        }
    }

    // ---- Adding an event ----

    @ParameterizedTest
    @EnumSource(names = { "RESET", "HANG", "UNAVAILABLE_FOR_7_S", "TOO_MANY", "ERROR_500", "HTML", "NO_SUCCESS",
            "RANDOM_DATA" })
    void theCircuitOfAddEventOpensAtTheThirdFailure(Fault fault) {
        failing(Call.ADD_EVENT, fault);
        send(Call.ADD_EVENT, 2);
        assertThat(state(Call.ADD_EVENT)).isEqualTo(CircuitBreakerState.CLOSED);

        Response third = Call.ADD_EVENT.send();
        Response fourth = Call.ADD_EVENT.send();

        assertProblem(third, fault.statusFor(Call.ADD_EVENT), fault.typeFor(Call.ADD_EVENT), "/addEvent");
        assertThat(state(Call.ADD_EVENT)).isEqualTo(CircuitBreakerState.OPEN);
        assertRejected(Call.ADD_EVENT, fourth, 11);
        assertThat(calls("/addEvent")).isEqualTo(3);
        assertThat(calls("/getUserById")).as("nothing is looked up for a rejected event").isEqualTo(3);
    }

    @Test
    void aRefusedEventIsNoFailure() {
        failing(Call.ADD_EVENT, Fault.REFUSED_400);

        send(Call.ADD_EVENT, 5);

        assertThat(calls("/addEvent")).isEqualTo(5);
        assertThat(state(Call.ADD_EVENT)).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void anEventThatIsNotSentCountsNeitherWay() {
        failing(Call.ADD_EVENT, Fault.ERROR_500);
        send(Call.ADD_EVENT, 2);
        add("{\"name\":\"\",\"userId\":1}");
        givenGet("/getUserById/4", empty());
        add("{\"name\":\"n\",\"userId\":4}");
        assertThat(state(Call.ADD_EVENT)).isEqualTo(CircuitBreakerState.CLOSED);

        send(Call.ADD_EVENT, 1);

        assertThat(calls("/addEvent")).isEqualTo(3);
        assertThat(state(Call.ADD_EVENT)).isEqualTo(CircuitBreakerState.OPEN);
    }

    @Test
    void onlyVersion1LooksAtAnEventWhileTheCircuitIsOpen() {
        open(Call.ADD_EVENT);
        String invalid = "{\"name\":\"\",\"userId\":\"1\"}";

        Response original = add(invalid);
        Response version1 = request().contentType("application/json").body(invalid).post("/api/v1/events");

        assertProblem(original, 503, "circuit-open", "/addEvent");
        assertProblem(version1, 400, "invalid-event", "/api/v1/events");
    }

    @Test
    void anEventIsAddedWhileTheLookUpsCircuitIsOpen() {
        open(Call.GET_USER);

        Response response = Call.ADD_EVENT.send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(calls("/getUserById")).isZero();
        assertThat(calls("/addEvent")).isEqualTo(1);
    }
}

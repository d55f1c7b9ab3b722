package io.eventmanagement.event;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;

import io.eventmanagement.ShiftedTime;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.eventmanagement.circuit.Circuit;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/** Adding an event in version 1, once and repeatedly. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class AddEventV1Test extends UpstreamTest {

    private static final String EVENT = "{\"name\":\" Launch \",\"userId\":\"1\",\"details\":\"At noon\"}";

    @Inject
    ShiftedTime time;

    @BeforeEach
    void eventComAddsEvents() {
        givenUser("1");
        givenAdd(json(ADDED));
    }

    private static Response addV1(String body) {
        return request().contentType(ContentType.JSON).body(body).post("/api/v1/events");
    }

    private static Response addV1(String key, String body) {
        return request().contentType(ContentType.JSON).header("Idempotency-Key", key).body(body).post("/api/v1/events");
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    @Test
    void anEventIsAddedAndToldWhereItIs() {
        Response response = addV1(EVENT);

        assertThat(response.statusCode()).isEqualTo(201);
        JsonPath event = response.jsonPath();
        String id = event.getString("id");
        assertThat(event.getMap("")).isEqualTo(Map.of("key", id, "id", id, "name", "Launch", "userId", "1",
                "details", "At noon"));
        assertThat(response.header("Location")).isEqualTo("/api/v1/events/" + id);
        JsonPath sent = new JsonPath(requests("/addEvent").get(0).getBodyAsString());
        assertThat(sent.getMap("")).isEqualTo(Map.of("id", id, "name", "Launch", "userId", "1", "details", "At noon"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"name\":\"n\",\"userId\":\"1\",\"colour\":\"red\"} | colour", //
            "{\"name\":\"n\",\"userId\":1}                        | userId", //
            "{\"name\":\"n\",\"userId\":\"1\",\"id\":\"1\"}       | id", //
            "{\"userId\":\"1\"}                                   | name", //
            "{\"name\":\"n\",\"userId\":\"1\",\"\":1}             | ``" })
    void whatIsNotAnEventIsRefusedNamingTheMember(String body, String member) {
        Response response = addV1(body);

        assertThat(assertProblem(response, 400, "invalid-event", "/api/v1/events").getList("errors.field"))
                .containsExactly(member);
        assertThat(calls()).isZero();
    }

    @Test
    void itFailsAsTheOriginalRouteDoes() {
        givenGet("/getUserById/9", empty());
        assertProblem(addV1("{\"name\":\"n\",\"userId\":\"9\"}"), 422, "unknown-user", "/api/v1/events");

        givenAdd(aResponse().withStatus(500));
        assertProblem(addV1(EVENT), 502, "upstream-failed", "/api/v1/events");
        addV1(EVENT);
        addV1(EVENT);
        assertProblem(addV1(EVENT), 503, "circuit-open", "/api/v1/events");
    }

    // ---- Idempotency-Key ----

    @Test
    void theSameKeyAndBodyHaveTheSameAnswerAndOneEvent() {
        String key = newKey();

        Response first = addV1(key, EVENT);
        Response second = addV1(key, EVENT);

        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertReplayed(first, false);
        assertReplayed(second, true);
        assertThat(calls("/addEvent")).isEqualTo(1);
    }

    @Test
    void anotherKeyIsAnotherEvent() {
        Response first = addV1(newKey(), EVENT);
        Response second = addV1(newKey(), EVENT);

        assertThat(second.asString()).isNotEqualTo(first.asString());
        assertThat(calls("/addEvent")).isEqualTo(2);
    }

    @Test
    void theSameKeyForAnotherBodyIsRefused() {
        String key = newKey();
        addV1(key, EVENT);

        Response response = addV1(key, EVENT.replace("noon", "one"));

        assertProblem(response, 422, "idempotency-key-reused", "/api/v1/events");
        assertReplayed(response, false);
        assertThat(calls("/addEvent")).isEqualTo(1);
    }

    @Test
    void whileTheFirstRunsTheOthersAreToldSo() {
        givenAdd(json(ADDED).withFixedDelay(WireMockUpstream.ADD_TIMEOUT_MS - 200));
        String key = newKey();
        CompletableFuture<Response> first = CompletableFuture.supplyAsync(() -> addV1(key, EVENT));
        eventually("it is under way", () -> calls("/addEvent") == 1);

        List<Response> others = Stream.generate(() -> addV1(key, EVENT)).limit(3).toList();

        assertProblem(others.get(0), 409, "idempotency-key-in-use", "/api/v1/events");
        assertThat(first.join().statusCode()).isEqualTo(201);
        assertThat(addV1(key, EVENT).asString()).isEqualTo(first.join().asString());
        assertThat(calls("/addEvent")).isEqualTo(1);
    }

    private String idOfAdd(int index) {
        return new JsonPath(requests("/addEvent").get(index).getBodyAsString()).getString("id");
    }

    private static void assertReplayed(Response response, boolean replayed) {
        assertThat(response.header("Idempotent-Replayed")).isEqualTo(replayed ? "true" : null);
    }

    /** Issue 16: it was replayed for a day. */
    @ParameterizedTest
    @CsvSource({ "503, 503, upstream-unavailable", "429, 503, upstream-unavailable", "400, 422, event-refused",
            "408, 422, event-refused" })
    void whatHadNoEffectIsNeverKept(int status, int told, String type) {
        givenAdd(aResponse().withStatus(status).withHeader("Retry-After", "1"));
        String key = newKey();

        Response first = addV1(key, EVENT);
        givenAdd(json(ADDED));
        Response second = addV1(key, EVENT);
        Response third = addV1(key, EVENT);

        assertProblem(first, told, type, "/api/v1/events");
        assertThat(second.statusCode()).isEqualTo(201);
        assertReplayed(first, false);
        assertReplayed(second, false);
        assertReplayed(third, true);
        assertThat(third.asString()).isEqualTo(second.asString());
        assertThat(calls("/addEvent")).isEqualTo(2);
        assertThat(calls("/getEventById/" + idOfAdd(0))).as("there is nothing to find out").isZero();
    }

    @Test
    void anUnknownUserMayBeKnownLater() {
        givenGet("/getUserById/9", empty());
        String key = newKey();
        String event = EVENT.replace("\"1\"", "\"9\"");

        Response first = addV1(key, event);
        givenUser("9");
        reads.clear();
        Response second = addV1(key, event);

        assertProblem(first, 422, "unknown-user", "/api/v1/events");
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(calls("/addEvent")).isEqualTo(1);
    }

    @Test
    void whatTheCircuitRefusedIsNeverKept() {
        givenAdd(aResponse().withStatus(500));
        for (int i = 0; i < 3; i++) {
            addV1(EVENT);
        }
        givenAdd(json(ADDED));
        String key = newKey();

        Response first = addV1(key, EVENT);
        circuits.all().forEach(Circuit::reset);
        Response second = addV1(key, EVENT);

        assertProblem(first, 503, "circuit-open", "/api/v1/events");
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(calls("/addEvent")).isEqualTo(4);
    }

    static Stream<ResponseDefinitionBuilder> endedInDoubt() {
        return Stream.of(aResponse().withStatus(500), aResponse().withStatus(502), json("<html>"),
                json("{\"success\":false}"), aResponse().withFault(Fault.EMPTY_RESPONSE),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    }

    private void givenAnyEvent(ResponseDefinitionBuilder answer) {
        eventCom.register(get(urlPathMatching("/getEventById/.*")).willReturn(answer));
    }

    /** Issue 19: also without a key. */
    @ParameterizedTest
    @MethodSource("endedInDoubt")
    void afterAFailureThatMayHaveAddedItEventComIsAskedAtOnceAndIfItHasTheEventThatIsTheAnswer(
            ResponseDefinitionBuilder failure) {
        givenAdd(failure);
        givenAnyEvent(json("{}"));

        Response response = addV1(EVENT);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.jsonPath().getString("id")).isEqualTo(idOfAdd(0));
        assertThat(calls("/addEvent")).isEqualTo(1);
        assertThat(calls("/getEventById/" + idOfAdd(0))).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("endedInDoubt")
    void ifEventComCannotBeAskedAtOnceItIsAskedNextTime(ResponseDefinitionBuilder failure) {
        givenAdd(failure);
        givenAnyEvent(aResponse().withStatus(503));
        String key = newKey();
        Response first = addV1(key, EVENT);
        circuits.all().forEach(Circuit::reset);
        givenEvent(idOfAdd(0), json("{}"));
        int asked = calls("/getEventById/" + idOfAdd(0));

        Response second = addV1(key, EVENT);
        Response third = addV1(key, EVENT);

        assertProblem(first, 502, "upstream-failed", "/api/v1/events");
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.jsonPath().getString("id")).isEqualTo(idOfAdd(0));
        assertReplayed(second, true);
        assertThat(third.asString()).isEqualTo(second.asString());
        assertThat(calls("/addEvent")).isEqualTo(1);
        assertThat(calls("/getEventById/" + idOfAdd(0))).isEqualTo(asked + 1);
    }

    /** Issue 16: a client that retries under its key gets no 502 from connections that are closed without saying so. */
    @ParameterizedTest
    @MethodSource("endedInDoubt")
    void ifEventComDoesNotHaveTheEventItIsSentAgainUnderTheSameId(ResponseDefinitionBuilder failure) {
        givenAdd(failure);
        String key = newKey();
        Response first = addV1(key, EVENT);
        givenEvent(idOfAdd(0), empty());
        givenAdd(json(ADDED));

        Response second = addV1(key, EVENT);

        assertThat(first.statusCode()).isEqualTo(502);
        assertThat(second.statusCode()).isEqualTo(201);
        assertReplayed(second, false);
        assertThat(second.jsonPath().getString("id")).isEqualTo(idOfAdd(0)).isEqualTo(idOfAdd(1));
        assertThat(calls("/addEvent")).isEqualTo(2);
    }

    /** Seen: after the refusal the key was as new, and the event was added under a second id. */
    @ParameterizedTest
    @ValueSource(ints = { 503, 400 })
    void aFurtherAttemptThatIsRefusedTellsNothingOfTheFirst(int refusal) {
        givenAdd(aResponse().withStatus(500));
        String key = newKey();
        addV1(key, EVENT);
        String id = idOfAdd(0);
        givenEvent(id, empty());
        givenAdd(json("{}").withStatus(refusal));
        Response refused = addV1(key, EVENT);
        givenEvent(id, json("{}"));

        Response known = addV1(key, EVENT);

        assertThat(refused.statusCode()).isEqualTo(refusal == 400 ? 422 : 503);
        assertThat(known.statusCode()).isEqualTo(201);
        assertThat(known.jsonPath().getString("id")).isEqualTo(id);
        assertReplayed(known, true);
        assertThat(calls("/addEvent")).isEqualTo(2);
    }

    @Test
    void whileEventComCannotBeAskedNothingIsSentAgain() {
        givenAdd(aResponse().withStatus(500));
        String key = newKey();
        addV1(key, EVENT);
        String id = idOfAdd(0);
        givenAdd(json(ADDED));

        givenEvent(id, aResponse().withStatus(503));
        Response unknown = addV1(key, EVENT);
        givenEvent(id, json("{}"));
        Response known = addV1(key, EVENT);

        assertProblem(unknown, 503, "upstream-unavailable", "/api/v1/events");
        assertReplayed(unknown, false);
        assertThat(known.statusCode()).isEqualTo(201);
        assertThat(calls("/addEvent")).isEqualTo(1);
    }

    @Test
    void afterATimeOutItIsNotSentAgainUntilItCannotBeAddedAnyMore() {
        givenAdd(json(ADDED).withFixedDelay(WireMockUpstream.ADD_TIMEOUT_MS * 3));
        String key = newKey();
        Response first = addV1(key, EVENT);
        givenEvent(idOfAdd(0), empty());
        givenAdd(json(ADDED));

        Response second = addV1(key, EVENT);
        assertThat(calls("/addEvent")).isEqualTo(1);
        time.advance(Duration.ofSeconds(30));
        Response third = addV1(key, EVENT);

        assertProblem(first, 504, "upstream-timed-out", "/api/v1/events");
        assertProblem(second, 504, "upstream-timed-out", "/api/v1/events");
        assertReplayed(second, true);
        assertThat(third.statusCode()).isEqualTo(201);
        assertThat(third.jsonPath().getString("id")).isEqualTo(idOfAdd(0)).isEqualTo(idOfAdd(1));
        assertThat(calls("/addEvent")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "a b", "ä", "\t" })
    void aKeyThatIsNoneIsRefused(String key) {
        Response response = addV1(key, EVENT);

        assertThat(assertProblem(response, 400, "invalid-parameter", "/api/v1/events").getList("errors.field"))
                .containsExactly("Idempotency-Key");
        assertThat(calls("/addEvent")).isZero();
    }

    @Test
    void aKeyHas255CharactersAtMost() {
        assertThat(addV1("k".repeat(249) + newKey().substring(0, 6), EVENT).statusCode()).isEqualTo(201);
        assertThat(addV1("k".repeat(256), EVENT).statusCode()).isEqualTo(400);
    }
}

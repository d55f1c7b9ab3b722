package io.eventmanagement.legacy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.eventmanagement.ProblemAssert.RAW;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;

import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/** What becomes of an event that a client adds. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class LegacyAddEventTest extends UpstreamTest {

    private static final String EVENT = "{\"name\":\"Party\",\"userId\":\"1\"}";

    @ParameterizedTest
    @ValueSource(strings = { "/addEvent", "/api/addEvent" })
    void addsAnEventUnderANewTimeOrderedId(String route) {
        givenUser("7");
        givenAdd(json("{ \"success\" : true, \"more\":1.0 }"));
        String event = "{\"price\":1.50,\"userId\":7,\"name\":\"  Pärty \",\"tags\":[\"a\",{\"b\":null}],\"details\":\" d \"}";

        Response first = request().contentType("application/json").body(event).post(route);
        Response second = request().contentType("application/json; charset=utf-8").body(event).post(route);

        assertJson(first, "{ \"success\" : true, \"more\":1.0 }");
        assertJson(second, "{ \"success\" : true, \"more\":1.0 }");
        assertThat(calls("/getUserById")).isEqualTo(2);
        List<String> sent = added();
        assertThat(sent).hasSize(2).allMatch(body -> body.matches("\\{\"id\":\"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]"
                + "[0-9a-f]{3}-[0-9a-f]{12}\",\"price\":1.50,\"userId\":7,\"name\":\"Pärty\","
                + "\"tags\":\\[\"a\",\\{\"b\":null}],\"details\":\" d \"}"));
        assertThat(id(sent.get(0))).isLessThan(id(sent.get(1)));
        assertThat(requests("/addEvent")).allMatch(call -> call.getHeader("Content-Type").startsWith("application/json"));
    }

    @Test
    void aTextThatIsAUserIdStaysAText() {
        givenUser("7");
        givenAdd(json(ADDED));

        Response response = add("{\"name\":\"n\",\"userId\":\"7\"}");

        assertJson(response, ADDED);
        assertThat(added()).singleElement().asString().contains("\"userId\":\"7\"");
    }

    @Test
    void aUserIdIsEncodedForTheLookUp() {
        givenUser("a%20b%2F%C3%A4%3F%23%25");
        givenAdd(json(ADDED));

        Response response = add("{\"name\":\"n\",\"userId\":\"a b/\\u00e4?#%\"}");

        assertJson(response, ADDED);
        assertThat(calls()).isEqualTo(2);
    }

    static Stream<String> limits() {
        return Stream.of(
                "{\"name\":\"" + "n".repeat(200) + "\",\"userId\":1,\"details\":\"" + "d".repeat(2000) + "\"}",
                "{\"name\":\" \\n" + "🎉".repeat(200) + "\\t \",\"userId\":1,\"details\":\"" + "🎉".repeat(2000) + "\"}",
                "{\"name\":\"n\",\"userId\":1,\"details\":\"\"}",
                "{\"name\":\"n\",\"userId\":1,\"details\":null}");
    }

    @ParameterizedTest
    @MethodSource("limits")
    void anEventAtTheLimitsIsAdded(String event) {
        givenUser("1");
        givenAdd(json(ADDED));

        Response response = add(event);

        assertJson(response, ADDED);
        assertThat(calls("/addEvent")).isEqualTo(1);
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of("{}", List.of("name", "userId")),
                Arguments.of("{\"name\":null,\"userId\":null}", List.of("name", "userId")),
                Arguments.of("{\"name\":\"\",\"userId\":1}", List.of("name")),
                Arguments.of("{\"name\":\" \\t\\n \",\"userId\":1}", List.of("name")),
                Arguments.of("{\"name\":\"" + "n".repeat(201) + "\",\"userId\":1}", List.of("name")),
                Arguments.of("{\"name\":5,\"userId\":1}", List.of("name")),
                Arguments.of("{\"name\":[\"n\"],\"userId\":1}", List.of("name")),
                Arguments.of("{\"name\":\"n\",\"userId\":true}", List.of("userId")),
                Arguments.of("{\"name\":\"n\",\"userId\":{}}", List.of("userId")),
                Arguments.of("{\"name\":\"n\",\"userId\":\"\"}", List.of("userId")),
                Arguments.of("{\"name\":\"n\",\"userId\":\" \"}", List.of("userId")),
                Arguments.of("{\"name\":\"n\",\"userId\":1,\"details\":\"" + "d".repeat(2001) + "\"}", List.of("details")),
                Arguments.of("{\"name\":\"n\",\"userId\":1,\"details\":5}", List.of("details")),
                Arguments.of("{\"name\":\"n\",\"userId\":1,\"id\":\"event-1\"}", List.of("id")),
                Arguments.of("{\"name\":\"n\",\"userId\":1,\"id\":null}", List.of("id")),
                Arguments.of("{\"id\":1,\"name\":false,\"details\":1}", List.of("details", "id", "name", "userId")));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void namesAllThatIsWrongWithAnEvent(String event, List<String> fields) {
        Response response = add(event);

        JsonPath problem = assertProblem(response, 400, "invalid-event", "/addEvent");
        assertThat(problem.getList("errors.field", String.class)).containsExactlyInAnyOrderElementsOf(fields);
        assertThat(problem.getList("errors.message", String.class)).allMatch(message -> !message.isBlank());
        assertThat(calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "null", "[]", "\"text\"", "1", "{", "{\"name\":\"n\",\"userId\":1", " ", "name=n&userId=1",
            "{\"name\":\"n\",\"userId\":1} {}", "{\"name\":\"a\",\"name\":\"b\",\"userId\":1}", "{'name':'n','userId':1}",
            "{\"name\":\"n\",\"userId\":NaN}", "" })
    void aBodyThatIsNoJsonObjectIsUnreadable(String body) {
        Response response = add(body);

        assertProblem(response, 400, "unreadable-body", "/addEvent");
        assertThat(calls()).isZero();
    }

    /** JSON can spell half of a surrogate pair; UTF-8, in which event.com is told of it, can't. */
    @ParameterizedTest
    @ValueSource(strings = { "{\"name\":\"\\ud800\",\"userId\":1}", "{\"name\":\"n\",\"userId\":\"\\udc00\"}",
            "{\"name\":\"n\",\"userId\":1,\"details\":\"\\ud800x\"}", "{\"name\":\"n\",\"userId\":1,\"more\":[\"\\ud800\"]}" })
    void aTextThatIsNoUnicodeIsRefused(String event) {
        givenUser("1");
        givenAdd(json(ADDED));

        Response response = add(event);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(calls()).isZero();
    }

    @ParameterizedTest
    @MethodSource("io.eventmanagement.legacy.LegacyReadsTest#unknown")
    void anEventOfAnUnknownUserIsNotSentToEventCom(ResponseDefinitionBuilder unknown) {
        givenGet("/getUserById/1", unknown);
        givenAdd(json(ADDED));

        Response response = add(EVENT);

        assertThat(assertProblem(response, 422, "unknown-user", "/addEvent").getString("detail")).contains("1");
        assertThat(calls()).isEqualTo(1);
        assertThat(calls("/addEvent")).isZero();
    }

    static Stream<Arguments> failedLookUps() {
        return Stream.of(
                Arguments.of(aResponse().withStatus(500).withBody(RAW), 3),
                Arguments.of(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), 3),
                Arguments.of(aResponse().withStatus(400).withBody(RAW), 1),
                Arguments.of(json("{}").withFixedDelay(5 * WireMockUpstream.READ_TIMEOUT_MS), 1));
    }

    @ParameterizedTest
    @MethodSource("failedLookUps")
    void aLookUpThatFailsDoesNotDecide(ResponseDefinitionBuilder failure, int tries) {
        givenGet("/getUserById/1", failure);
        givenAdd(json(ADDED));

        Response response = add(EVENT);

        assertJson(response, ADDED);
        assertThat(calls("/getUserById")).isEqualTo(tries);
        assertThat(calls("/addEvent")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = { 400, 401, 403, 404, 409, 422 })
    void aRefusalOfEventComIsQuoted(int status) {
        givenUser("1");
        givenAdd(aResponse().withStatus(status).withBody("{\"message\":\"Name is \\\"taken\\\"\",\"x\":\"" + RAW + "\"}"));

        Response response = add(EVENT);

        assertThat(assertProblem(response, 422, "event-refused", "/addEvent").getString("detail"))
                .endsWith("Name is \"taken\"");
        assertThat(calls("/addEvent")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({ "m, 200, 200", "m, 201, 200", "m, 5000, 200", "🎉, 200, 200", "🎉, 201, 200" })
    void aQuotedMessageIsCut(String character, int sent, int quoted) {
        givenUser("1");
        givenAdd(aResponse().withStatus(400).withBody("{\"message\":\"" + character.repeat(sent) + "\"}"));

        Response response = add(EVENT);

        String detail = assertProblem(response, 422, "event-refused", "/addEvent").getString("detail");
        assertThat(detail.codePoints().filter(c -> c == character.codePointAt(0)).count()
                - "event.com refused the event: ".chars().filter(c -> c == character.codePointAt(0)).count()).isEqualTo(quoted);
        assertThat(detail).endsWith(character.repeat(quoted));
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"message\":{\"x\":\"" + RAW + "\"}}", "{\"message\":null}", "{\"error\":\"" + RAW + "\"}", "",
            "<html>" + RAW + "</html>", "[\"" + RAW + "\"]", "{\"message\":\"" + RAW })
    void aRefusalWithoutAMessageIsStillARefusal(String body) {
        givenUser("1");
        givenAdd(aResponse().withStatus(400).withBody(body));

        Response response = add(EVENT);

        assertProblem(response, 422, "event-refused", "/addEvent");
    }

    private static void assertJson(Response response, String body) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.contentType()).isEqualToIgnoringCase("application/json;charset=UTF-8");
        assertThat(new String(response.asByteArray(), StandardCharsets.UTF_8)).isEqualTo(body);
    }

    private List<String> added() {
        return requests("/addEvent").stream().sorted((a, b) -> a.getLoggedDate().compareTo(b.getLoggedDate()))
                .map(call -> call.getBodyAsString()).toList();
    }

    private static String id(String event) {
        return new JsonPath(event).getString("id");
    }
}

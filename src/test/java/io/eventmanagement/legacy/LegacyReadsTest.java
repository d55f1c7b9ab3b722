package io.eventmanagement.legacy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.eventmanagement.ProblemAssert.RAW;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;

import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** What the three original reads answer. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class LegacyReadsTest extends UpstreamTest {

    /** Spacing, spelling of numbers, escapes and unknown members: all of it has to arrive as it is. */
    private static final String UNTIDY = "{ \"id\" :1.0,\"big\":12345678901234567890,\"e\":1e2, \"x\":{\"ä\":[null,\"\\u00e4\\/\"]}}";

    @ParameterizedTest
    @ValueSource(strings = { "/getUsers", "/getEvents", "/api/getUsers", "/api/getEvents" })
    void passesOnAListByteForByte(String route) {
        String list = "[" + UNTIDY + ",\n {\"id\":\"1\"}]";
        givenGet(route.replace("/api", ""), json(list));

        Response response = request().get(route);

        assertJson(response, list);
        assertThat(calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "/getEventsByUserId/1", "/api/getEventsByUserId/1" })
    void listsAUsersEventsInTheUsersOrderWhicheverComesFirst(String route) {
        givenUser("1", "event-1", "event-2", "event-3");
        givenEvent("event-1", json(UNTIDY).withFixedDelay(200));
        givenEvent("event-2", json("{\"id\":2}").withFixedDelay(100));
        givenEvent("event-3", json("{\"id\":1}"));

        Response response = request().get(route);

        assertJson(response, "[" + UNTIDY + ",{\"id\":2},{\"id\":1}]");
        assertThat(calls()).isEqualTo(4);
    }

    static Stream<ResponseDefinitionBuilder> unknown() {
        return Stream.of(empty(), aResponse().withStatus(404).withBody(RAW), aResponse().withStatus(410).withBody(RAW),
                aResponse().withStatus(204));
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void leavesOutAnEventThatEventComDoesNotKnow(ResponseDefinitionBuilder unknown) {
        givenUser("1", "event-1", "gone", "event-2");
        givenEvent("event-1", json("{\"id\":1}"));
        givenEvent("gone", unknown);
        givenEvent("event-2", json("{\"id\":2}"));

        Response response = request().get("/getEventsByUserId/1");

        assertJson(response, "[{\"id\":1},{\"id\":2}]");
    }

    @Test
    void listsAnEventAsOftenAsTheUserDoes() {
        givenUser("1", "event-1", "event-2", "event-1");
        givenEvent("event-1", json("{\"id\":1}"));
        givenEvent("event-2", json("{\"id\":2}"));

        Response response = request().get("/getEventsByUserId/1");

        assertJson(response, "[{\"id\":1},{\"id\":2},{\"id\":1}]");
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"id\":1}", "{\"id\":1,\"events\":null}", "{\"id\":1,\"events\":[]}" })
    void aUserWithoutEventsHasAnEmptyList(String user) {
        givenGet("/getUserById/1", json(user));

        Response response = request().get("/getEventsByUserId/1");

        assertJson(response, "[]");
        assertThat(calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void aUserThatEventComDoesNotKnowIsNotFound(ResponseDefinitionBuilder unknown) {
        givenGet("/getUserById/9", unknown);

        Response response = request().get("/getEventsByUserId/9");

        assertThat(assertProblem(response, 404, "no-such-user", "/getEventsByUserId/9").getString("detail")).contains("9");
        assertThat(calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "a%20b", "a%2Fb", "%C3%A4", "a%3Fb", "a%23b", "a%25b", "a%2520b", "a%25zz", "100%25", "%25%25",
            "%25z", "%7Bid%7D", "%22", "a+b",
            "%2F..%2F",
            "%F0%9F%8E%89" })
    void anIdReachesEventComAsItWasEncoded(String encoded) {
        givenUser(encoded, "e");
        givenEvent("e", json("{}"));

        Response response = request().get("/getEventsByUserId/" + encoded);

        assertJson(response, "[{}]");
        assertThat(calls("/getUserById/" + encoded.replace("+", "\\+"))).isEqualTo(1);
    }

    @Test
    void aKeyReachesEventComEncodedWhateverItHolds() {
        givenGet("/getUserById/1", json("{\"events\":[\"a b\",\"a/b\",\"\\u00e4?#%2F\",\"{x}\",17,\"..\",\".\",\"\"]}"));
        givenEvent("a%20b", json("{\"id\":1}"));
        givenEvent("a%2Fb", json("{\"id\":2}"));
        givenEvent("%C3%A4%3F%23%252F", json("{\"id\":3}"));
        givenEvent("%7Bx%7D", json("{\"id\":4}"));
        givenEvent("17", json("{\"id\":5}"));

        Response response = request().get("/getEventsByUserId/1");

        assertJson(response, "[{\"id\":1},{\"id\":2},{\"id\":3},{\"id\":4},{\"id\":5}]");
        assertThat(calls()).as("dots and nothing would name another resource").isEqualTo(6);
    }

    @Test
    void eventsThatAreTogetherLongerThanAnAnswerMayBeAreNotServed() {
        String event = "{\"name\":\"" + "x".repeat(WireMockUpstream.MAX_ANSWER_KB * 512) + "\"}";
        givenUser("1", "a", "b");
        givenEvent("a", json(event));
        givenEvent("b", json(event));

        Response response = request().get("/getEventsByUserId/1");

        assertProblem(response, 502, "upstream-failed", "/getEventsByUserId/1");
    }

    private static void assertJson(Response response, String body) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.contentType()).isEqualToIgnoringCase("application/json;charset=UTF-8");
        assertThat(new String(response.asByteArray(), StandardCharsets.UTF_8)).isEqualTo(body);
    }
}

package io.eventmanagement.event;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.CacheStatus;
import io.eventmanagement.RawHttp;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** Reads of version 1: users, events and their pages. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class EventsV1Test extends UpstreamTest {

    private static Response v1(String path) {
        return request().get("/api/v1" + path);
    }

    private static String numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "{\"id\":" + i + ",\"userName\":\"u" + i + "\",\"name\":\"e" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void aUserHasTheIdItIsFoundBy() {
        givenGet("/getUserById/3",
                json("{\"userName\":\"user3\",\"id\":2,\"email\":\"hello3@gmail.com\",\"events\":[],\"x\":1}"));

        Response response = v1("/users/3");

        assertThat(response.asString()).isEqualTo("{\"id\":\"3\",\"name\":\"user3\",\"email\":\"hello3@gmail.com\"}");
        assertThat(response.contentType()).isEqualTo("application/json;charset=UTF-8");
    }

    @Test
    void anEventHasItsKeyAndEventComsId() {
        givenEvent("event-3", json("{\"id\":12345678901234567890,\"name\":\"Event 1\",\"userId\":1,\"details\":null}"));

        Response response = v1("/events/event-3");

        assertThat(response.asString())
                .isEqualTo("{\"key\":\"event-3\",\"id\":\"12345678901234567890\",\"name\":\"Event 1\",\"userId\":\"1\"}");
    }

    @Test
    void aUsersEventsHaveTheirKeys() {
        givenUser("1", "a", "gone", "b");
        givenEvent("a", json("{\"id\":1,\"name\":\"A\"}"));
        givenEvent("gone", empty());
        givenEvent("b", json("{\"id\":\"1\"}"));

        Response response = v1("/users/1/events");

        assertThat(response.asString()).isEqualTo(
                "{\"items\":[{\"key\":\"a\",\"id\":\"1\",\"name\":\"A\"},{\"key\":\"b\",\"id\":\"1\"}],\"next\":null}");
    }

    @ParameterizedTest
    @CsvSource({ "/users/9, no-such-user", "/users/9/events, no-such-user", "/events/9, no-such-event" })
    void whatEventComDoesNotKnowIsNotFound(String path, String type) {
        givenGet("/getUserById/9", empty());
        givenEvent("9", aResponse().withStatus(404));

        Response response = v1(path);

        assertThat(assertProblem(response, 404, type, "/api/v1" + path).getString("detail")).contains("9");
    }

    @Test
    void aPageOfAUsersEventsAsksForNoOthers() {
        String[] keys = IntStream.range(0, 10_000).mapToObj(i -> "e" + i).toArray(String[]::new);
        givenUser("1", keys);
        IntStream.range(40, 60).forEach(i -> givenEvent("e" + i, json("{\"id\":" + i + "}")));

        Response response = v1("/users/1/events?limit=20&cursor=YWZ0ZXI6NDA");

        assertThat(response.jsonPath().getList("items.key")).hasSize(20).startsWith("e40").endsWith("e59");
        assertThat(calls()).isEqualTo(21);
    }

    @ParameterizedTest
    @ValueSource(strings = { "/users", "/events", "/users/1/events" })
    void everyItemIsOnOnePageInItsOrder(String collection) {
        givenGet("/getUsers", json(numbered(7)));
        givenGet("/getEvents", json(numbered(7)));
        givenUser("1", "0", "1", "2", "3", "4", "5", "6");
        IntStream.range(0, 7).forEach(i -> givenEvent("" + i, json("{\"id\":" + i + "}")));
        List<String> ids = new ArrayList<>();
        String next = "?limit=3";
        int pages = 0;

        while (next != null) {
            Response page = v1(collection + next);
            ids.addAll(page.jsonPath().getList("items.id", String.class));
            String cursor = page.jsonPath().getString("next");
            next = cursor == null ? null : "?limit=3&cursor=" + cursor;
            assertThat(page.header("Link")).isEqualTo(cursor == null ? null : "<" + next + ">; rel=\"next\"");
            pages++;
        }

        assertThat(ids).containsExactly("0", "1", "2", "3", "4", "5", "6");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void aPageThatEndsWithTheCollectionIsTheLast() {
        givenGet("/getUsers", json(numbered(3)));

        assertThat(v1("/users?limit=3").jsonPath().getString("next")).isNull();
        assertThat(v1("/users?limit=2&cursor=YWZ0ZXI6MQ").jsonPath().getString("next")).isNull();
        assertThat(v1("/users?limit=2").jsonPath().getString("next")).isNotNull();
    }

    @Test
    void withoutALimitAPageHasFifty() {
        givenGet("/getEvents", json(numbered(60)));

        assertThat(v1("/events").jsonPath().getList("items")).hasSize(50);
        assertThat(v1("/events?limit=200").jsonPath().getList("items")).hasSize(60);
    }

    @Test
    void aPageAfterTheEndIsEmpty() {
        givenGet("/getEvents", json(numbered(2)));

        assertThat(v1("/events?cursor=YWZ0ZXI6NTA").asString()).isEqualTo("{\"items\":[],\"next\":null}");
    }

    @ParameterizedTest
    @CsvSource({ "limit=0, limit", "limit=201, limit", "limit=-1, limit", "limit=, limit", "limit=ten, limit",
            "limit=1&limit=2, limit", "limit=99999999999, limit", "cursor=, cursor", "cursor=50, cursor", "cursor=%20, cursor",
            "cursor=YWZ0ZXI6LTE, cursor", "cursor=YWZ0ZXI6OTk5OTk5OTk5OTk, cursor" })
    void aParameterThatCannotBeIsNamed(String query, String parameter) throws IOException {
        for (String collection : new String[] { "/users", "/events", "/users/1/events" }) {
            RawHttp.Reply response = RawHttp.send("GET /api/v1" + collection + "?" + query + " HTTP/1.1");

            assertThat(assertProblem(response, 400, "invalid-parameter", "/api/v1" + collection)
                    .getList("errors.field")).containsExactly(parameter);
        }
        assertThat(calls()).isZero();
    }

    @Test
    void aListOfSomethingElseIsEventComsFailure() {
        givenGet("/getUsers", json("[1,2]"));

        assertProblem(v1("/users"), 502, "upstream-failed", "/api/v1/users");
    }

    @Test
    void readsAreCachedAndTaggedLikeTheOriginalOnes() {
        givenUser("1", "a");
        givenEvent("a", json("{\"id\":1}"));

        String tag = v1("/users/1/events").header("ETag");
        Response again = request().header("If-None-Match", tag).get("/api/v1/users/1/events");
        request().get("/getEventsByUserId/1");

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(CacheStatus.of(again).hit()).isTrue();
        assertThat(calls()).isEqualTo(2);
    }
}

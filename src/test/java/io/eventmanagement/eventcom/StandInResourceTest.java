package io.eventmanagement.eventcom;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.WithExtras;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

/** A test that posts does so for whole cycles, and only for user 3, so that the tests may run in any order. */
@QuarkusTest
@TestProfile(WithExtras.class)
class StandInResourceTest {

    private static final Duration DELAY = Duration.ofMillis(WithExtras.STAND_IN_DELAY_MS);
    private static final String UNKNOWN = "nope";

    @TestHTTPResource(value = "/stand-in", management = true)
    URL standIn;

    private void play(String mode) {
        when().post(standIn + "/" + mode).then().statusCode(204);
        when().get(standIn.toString()).then().statusCode(200).body("mode", equalTo(mode));
    }

    @Test
    void playsAnOutageAndRecovers() throws IOException {
        try {
            play("fail");
            when().get("/event.com/getUsers").then().statusCode(503);
            play("close");
            assertThat(RawHttp.untilClosed(RestAssured.port, "GET /event.com/getUsers HTTP/1.1\r\nHost: x\r\n\r\n")).isEmpty();
        } finally {
            play("recover");
        }
        when().get("/event.com/getUsers").then().statusCode(200);
    }

    @Test
    void getUsersAnswersTheUsers() {
        when().get("/event.com/getUsers").then().statusCode(200).contentType(ContentType.JSON).body(startsWith("""
                [{"userName":"user1","id":1,"email":"hello@gmail.com","events":["event-1","event-3"]},\
                {"userName":"user2","id":2,"email":"hello2@gmail.com","events":["event-2"]},\
                {"userName":"user3","id":2,"email":"hello3@gmail.com","events":["event-4\""""));
    }

    @Test
    void getEventsAnswersTheEvents() {
        when().get("/event.com/getEvents").then().statusCode(200).contentType(ContentType.JSON).body(startsWith("""
                [{"id":1,"name":"Event 1","userId":1,"details":"This is the first event"},\
                {"id":1,"name":"Event 2","userId":2,"details":"This is the first event"},\
                {"id":1,"name":"Event 1","userId":1,"details":"This is the first event"},\
                {"id":1,"name":"Event 4","userId":3,"details":"This is the first event"}"""));
    }

    @Test
    void getUserByIdAnswersTheUserOfThatKey() {
        when().get("/event.com/getUserById/2").then().statusCode(200).contentType(ContentType.JSON).body(equalTo("""
                {"userName":"user2","id":2,"email":"hello2@gmail.com","events":["event-2"]}"""));
    }

    @Test
    void getEventByIdAnswersTheEventOfThatKey() {
        when().get("/event.com/getEventById/event-4").then().statusCode(200).contentType(ContentType.JSON).body(equalTo("""
                {"id":1,"name":"Event 4","userId":3,"details":"This is the first event"}"""));
    }

    @ParameterizedTest
    @ValueSource(strings = { "getUserById", "getEventById" })
    void anUnknownKeyIsA200WithAnEmptyBody(String call) {
        when().get("/event.com/{call}/{key}", call, UNKNOWN).then().statusCode(200).header("Content-Length", "0")
                .header("Content-Type", nullValue()).body(emptyString());
    }

    @ParameterizedTest
    @ValueSource(strings = { "event-1", UNKNOWN })
    void getEventByIdAlwaysTakesItsDelay(String key) {
        Duration fastest = fastestOf(10, () -> when().get("/event.com/getEventById/{key}", key).then().statusCode(200));

        assertThat(fastest).isGreaterThanOrEqualTo(DELAY);
    }

    @Test
    void addEventSucceedsFiveTimesThenFailsTenTimesSlowly() {
        List<String> ids = IntStream.range(0, 5).mapToObj(i -> "cycle/" + i).toList();

        ids.forEach(id -> add(event(id)).statusCode(200).contentType(ContentType.JSON).body(equalTo("{\"success\":true}")));
        Duration fastest = fastestOf(10, () -> add(event("refused")).statusCode(503).contentType(ContentType.JSON)
                .body(equalTo("""
                        {"success":false,"error":"Service temporarily unavailable",\
                        "message":"Event API is experiencing high load"}""")));

        assertThat(fastest).isGreaterThanOrEqualTo(DELAY);
        ids.forEach(id -> when().get("/event.com/getEventById/{key}", id).then().body(equalTo(event(id))));
        when().get("/event.com/getUserById/3").then()
                .body(containsString("\"cycle/0\",\"cycle/1\",\"cycle/2\",\"cycle/3\",\"cycle/4\""));
        when().get("/event.com/getEventById/refused").then().body(emptyString());
    }

    @Test
    void whatAddEventAnswersWith500CountsInTheCycle() {
        Stream.of("{\"id\":\"a\",\"userId\":9}", "{\"id\":\"a\",", "", "{\"userId\":3}", "<html>")
                .forEach(body -> add(body).statusCode(500).contentType(ContentType.JSON).body("success", equalTo(false)));

        for (int i = 0; i < 10; i++) {
            add(event("refused")).statusCode(503);
        }
    }

    @Test
    void aBodyThatNeverEndsIsRefusedAndItsConnectionClosed() throws IOException {
        String request = RawHttp.unendedChunkedPost("/event.com/addEvent", 64 * 1024 + 1);

        assertThat(RawHttp.untilClosed(RestAssured.port, request)).startsWith("HTTP/1.1 413 ");
    }

    @ParameterizedTest
    @CsvSource({ "GET, ''", "GET, /", "GET, /nope", "GET, /getUserById/", "GET, /getUserById/1/2", "GET, /addEvent",
            "POST, /getUsers", "PUT, /addEvent", "DELETE, /getEventById/event-1" })
    void anythingElseIsA404(String method, String path) {
        given().body("{}").request(method, "/event.com" + path).then().statusCode(404).contentType(ContentType.JSON)
                .body(equalTo("{\"success\":false,\"error\":\"Not found\"}"));
    }

    /** The fastest, since a slow machine alone makes single calls take long. */
    private static Duration fastestOf(int calls, Runnable call) {
        return IntStream.range(0, calls).mapToObj(i -> {
            long start = System.nanoTime();
            call.run();
            return Duration.ofNanos(System.nanoTime() - start);
        }).min(Duration::compareTo).orElseThrow();
    }

    private static ValidatableResponse add(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/event.com/addEvent").then();
    }

    private static String event(String id) {
        return "{\"id\":\"%s\",\"name\":\"New\",\"userId\":3}".formatted(id);
    }
}

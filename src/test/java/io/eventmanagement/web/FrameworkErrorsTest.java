package io.eventmanagement.web;

import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;

import io.eventmanagement.RawHttp;
import io.eventmanagement.RawHttp.Reply;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** What is refused before a resource sees it, and the id that every answer has. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class FrameworkErrorsTest extends UpstreamTest {

    private static final int MAX_BODY = 65_536;

    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    // ---- Paths ----

    @ParameterizedTest
    @ValueSource(strings = { "/", "//", "/nix", "/api", "/api/", "/api/nix", "/getusers", "/getUsersX", "/getUserById/1",
            "/getEventsByUserId", "/getEventsByUserId/", "/getEventsByUserId/1/2", "/api/api/getUsers", "/q/health",
            "/index.html" })
    void anUnknownPathIsNotFound(String path) throws IOException {
        Reply reply = RawHttp.send("GET " + path + " HTTP/1.1");

        assertProblem(reply, 404, "not-found", path);
        assertThat(calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "FOO" })
    void anUnknownPathIsNotFoundByWhateverMethod(String method) throws IOException {
        Reply reply = RawHttp.send(method + " /nix HTTP/1.1");

        assertProblem(reply, 404, "not-found", "/nix");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/%zz", "/%", "/getEventsByUserId/%", "/api/getEventsByUserId/a%4", "/getUsers%2",
            "/addEvent/%x1" })
    void aPathThatCannotBeDecodedIsABadRequest(String path) throws IOException {
        Reply reply = RawHttp.send("GET " + path + " HTTP/1.1");

        assertProblem(reply, 400, "bad-request", path);
        assertThat(calls()).isZero();
    }

    @Test
    void aQueryThatCannotBeDecodedIsABadRequest() throws IOException {
        Reply reply = RawHttp.send("GET /getUsers?x=%zz HTTP/1.1");

        assertProblem(reply, 400, "bad-request", "/getUsers");
    }

    @Test
    void theInstanceIsThePathWithoutItsQuery() throws IOException {
        Reply reply = RawHttp.send("GET /nix%20%C3%A4?secret=1 HTTP/1.1");

        assertProblem(reply, 404, "not-found", "/nix%20%C3%A4");
        assertThat(reply.body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/getUsers?x=1", "/getUsers/", "//getUsers", "/./getUsers", "http://localhost/getUsers" })
    void otherSpellingsOfAPathAreServed(String uri) throws IOException {
        givenGet("/getUsers", json("[]"));

        Reply reply = RawHttp.send("GET " + uri + " HTTP/1.1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("[]");
    }

    @Test
    void aRequestLineThatIsTooLongIsRefused() throws IOException {
        Reply reply = RawHttp.send("GET /getUsers?" + "x".repeat(20_000) + " HTTP/1.1");

        assertThat(reply.status()).isEqualTo(414);
    }

    @Test
    void aHeaderThatIsTooLongIsRefused() throws IOException {
        Reply reply = RawHttp.send("GET /getUsers HTTP/1.1", "X-Long: " + "x".repeat(100_000));

        assertThat(reply.status()).isEqualTo(431);
    }

    // ---- Methods ----

    static Stream<Arguments> reads() {
        return Stream.of("", "/api").flatMap(base -> Stream.of("/getUsers", "/getEvents", "/getEventsByUserId/a%2Fb")
                .flatMap(route -> Stream.of("POST", "PUT", "DELETE", "PATCH", "TRACE", "FOO", "get")
                        .map(method -> Arguments.of(method, base + route, "GET, HEAD, OPTIONS"))));
    }

    static Stream<Arguments> writes() {
        return Stream.of("/addEvent", "/api/addEvent")
                .flatMap(route -> Stream.of("GET", "PUT", "DELETE", "PATCH", "TRACE", "FOO")
                        .map(method -> Arguments.of(method, route, "POST, OPTIONS")));
    }

    @ParameterizedTest
    @MethodSource({ "reads", "writes" })
    void aWrongMethodIsToldTheRightOnes(String method, String path, String allowed) throws IOException {
        Reply reply = RawHttp.send(method + " " + path + " HTTP/1.1");

        assertProblem(reply, 405, "method-not-allowed", path);
        assertThat(reply.header("Allow")).isEqualTo(allowed);
        assertThat(calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "/getUsers", "/getEvents", "/getEventsByUserId/1", "/addEvent", "/api/getUsers", "/api/addEvent" })
    void optionsTellsTheMethods(String path) throws IOException {
        Reply reply = RawHttp.send("OPTIONS " + path + " HTTP/1.1");

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("Allow")).isEqualTo(path.endsWith("addEvent") ? "POST, OPTIONS" : "GET, HEAD, OPTIONS");
        assertThat(reply.header("X-Request-Id")).matches(UUID);
        assertThat(reply.body()).isEmpty();
        assertThat(calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "/getUsers 200", "/getEvents 200", "/api/getUsers 200", "/getEventsByUserId/1 404", "/nix 404",
            "/addEvent 405", "/%zz 400" })
    void headIsAnsweredLikeGetWithoutABody(String pathAndStatus) throws IOException {
        givenGet("/getUsers", json("[]"));
        givenGet("/getEvents", json("[]"));
        givenGet("/getUserById/1", empty());
        String path = pathAndStatus.split(" ")[0];

        Reply get = RawHttp.send("GET " + path + " HTTP/1.1");
        Reply head = RawHttp.send("HEAD " + path + " HTTP/1.1");

        assertThat(pathAndStatus).isEqualTo(path + " " + head.status());
        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
        assertThat(head.header("X-Request-Id")).matches(UUID);
        assertThat(head.body()).isEmpty();
    }

    // ---- Media types ----

    @ParameterizedTest
    @ValueSource(strings = { "text/html", "application/xml", "application/problem+json", "garbage" })
    void anAnswerThatTheClientExcludesIsNotMade(String accept) throws IOException {
        Reply read = RawHttp.send("GET /getUsers HTTP/1.1", "Accept: " + accept);
        Response add = request().accept(accept).contentType("application/json").body("{\"name\":\"n\",\"userId\":1}")
                .post("/api/addEvent");

        assertProblem(read, 406, "not-acceptable", "/getUsers");
        assertProblem(add, 406, "not-acceptable", "/api/addEvent");
        assertThat(calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "application/json", "application/*", "*/*", "text/html, */*;q=0.1",
            "text/html,application/json;q=0.5" })
    void anAnswerThatTheClientTakesIsMade(String accept) throws IOException {
        givenGet("/getUsers", json("[]"));

        Reply reply = RawHttp.send("GET /getUsers HTTP/1.1", "Accept: " + accept);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith("application/json");
    }

    static Stream<Arguments> otherMediaTypes() {
        return Stream
                .of("text/plain", "application/xml", "application/x-www-form-urlencoded", "application/problem+json", "garbage",
                        "multipart/form-data", "multipart/form-data; boundary=x")
                .flatMap(type -> Stream.of("{\"name\":\"n\",\"userId\":1}", "a=" + "b".repeat(20_000))
                        .map(body -> Arguments.of(type, body)));
    }

    @ParameterizedTest
    @MethodSource("otherMediaTypes")
    void aBodyOfAnotherMediaTypeIsNotTaken(String type, String body) throws IOException {
        Reply reply = post("/addEvent", "Content-Type: " + type, body);

        assertProblem(reply, 415, "unsupported-media-type", "/addEvent");
        assertThat(calls()).isZero();
    }

    // ---- Bodies ----

    @ParameterizedTest
    @ValueSource(strings = { "Content-Length: 0\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "\r\n" })
    void aBodyThatIsMissingIsUnreadable(String end) throws IOException {
        Reply reply = RawHttp.exchange("POST /addEvent HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\n" + end);

        assertProblem(reply, 400, "unreadable-body", "/addEvent");
    }

    @Test
    void aBodyOf64KiBIsTaken() throws IOException {
        givenUser("1");
        givenAdd(json(ADDED));
        String body = eventOf(MAX_BODY);

        Reply whole = post("/addEvent", "Content-Type: application/json", body);
        Reply chunked = postChunked("/api/addEvent", body);

        assertThat(whole.status()).as(whole.body()).isEqualTo(200);
        assertThat(chunked.status()).as(chunked.body()).isEqualTo(200);
        assertThat(requests("/addEvent")).hasSize(2).allMatch(call -> call.getBody().length > MAX_BODY);
    }

    @Test
    void aLargerBodyIsRefused() throws IOException {
        Reply whole = post("/addEvent", "Content-Type: application/json", eventOf(MAX_BODY + 1));
        Reply chunked = postChunked("/api/addEvent", eventOf(MAX_BODY + 1));

        assertProblem(whole, 413, "body-too-large", "/addEvent");
        assertProblem(chunked, 413, "body-too-large", "/api/addEvent");
        assertThat(calls()).isZero();
    }

    @Test
    void aClientThatAsksBeforeItSendsItsBodyIsToldToGoOn() throws IOException {
        Reply reply = RawHttp.exchangeHead("POST /addEvent HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100\r\nExpect: 100-continue\r\n\r\n");

        assertThat(reply.status()).isEqualTo(100);
    }

    @Test
    void aBodyThatIsAnnouncedAsTooLargeIsNotWaitedFor() throws IOException {
        Reply reply = RawHttp.exchange("POST /addEvent HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 1000000000\r\n\r\n");

        assertProblem(reply, 413, "body-too-large", "/addEvent");
        assertThat(reply.header("Connection")).isEqualTo("close");
    }

    /** What is left of a refused request's body must not be taken for the next request. */
    @ParameterizedTest
    @ValueSource(strings = { "POST /getUsers 405", "POST /nix 404", "POST /%zz 400", "POST /addEvent 415" })
    void theConnectionServesTheNextRequestAfterARefusedOne(String refused) throws IOException {
        givenGet("/getUsers", json("[]"));
        String[] words = refused.split(" ");

        Reply both = RawHttp.exchange(words[0] + " " + words[1] + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                + "Content-Length: 26\r\n\r\nGET /getEvents HTTP/1.1\r\n\r\n\r\n"
                + "GET /getUsers HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(both.status()).isEqualTo(Integer.parseInt(words[2]));
        assertThat(both.body()).containsOnlyOnce("HTTP/1.1 ").contains("HTTP/1.1 200 OK").endsWith("[]");
        assertThat(calls("/getEvents")).isZero();
    }

    // ---- The request's id ----

    @ParameterizedTest
    @ValueSource(strings = { "a", "0190a1b2-0000-7000-8000-000000000000", "A.b_c-9",
            "1234567890123456789012345678901234567890123456789012345678901234" })
    void aSaneRequestIdIsKept(String id) throws IOException {
        givenGet("/getUsers", json("[]"));

        Reply served = RawHttp.send("GET /getUsers HTTP/1.1", "X-Request-Id: " + id);
        Reply refused = RawHttp.send("GET /nix HTTP/1.1", "x-request-id: " + id);

        assertThat(served.header("X-Request-Id")).isEqualTo(id);
        assertThat(requests("/getUsers")).singleElement()
                .satisfies(call -> assertThat(call.getHeader("X-Request-Id")).isEqualTo(id));
        assertProblem(refused, 404, "not-found", "/nix");
        assertThat(refused.header("X-Request-Id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = { "12345678901234567890123456789012345678901234567890123456789012345", "a b", "a\tb", "a\r\n b",
            "\u00e4",
            "a%0d%0ab", "<script>", "a;b", "\"a\"", "" })
    void anInsaneRequestIdIsReplaced(String id) throws IOException {
        givenGet("/getUsers", json("[]"));

        Reply served = RawHttp.send("GET /getUsers HTTP/1.1", "X-Request-Id: " + id);
        Reply refused = RawHttp.send("GET /%zz HTTP/1.1", "X-Request-Id: " + id);

        assertThat(served.status()).isEqualTo(200);
        assertThat(served.header("X-Request-Id")).matches(UUID);
        assertThat(requests("/getUsers")).singleElement()
                .satisfies(call -> assertThat(call.getHeader("X-Request-Id")).isEqualTo(served.header("X-Request-Id")));
        assertProblem(refused, 400, "bad-request", "/%zz");
        assertThat(refused.header("X-Request-Id")).matches(UUID);
    }

    @Test
    void everyRequestWithoutAnIdGetsItsOwn() throws IOException {
        givenGet("/getUsers", json("[]"));

        Reply first = RawHttp.send("GET /getUsers HTTP/1.1");
        Reply second = RawHttp.send("GET /getUsers HTTP/1.1");

        assertThat(first.header("X-Request-Id")).matches(UUID).isNotEqualTo(second.header("X-Request-Id"));
        assertThat(second.header("X-Request-Id")).matches(UUID);
    }

    @Test
    void everyCallForARequestCarriesItsId() {
        givenUser("1", "a", "b", "c");
        Stream.of("a", "b").forEach(key -> givenEvent(key, json("{}").withFixedDelay(50)));
        givenEvent("c", WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        request().header("X-Request-Id", "fan-out").get("/getEventsByUserId/1");

        assertThat(calls()).isEqualTo(1 + 2 + 3);
        assertThat(requests("/.*")).allMatch(call -> call.getHeader("X-Request-Id").equals("fan-out"));
    }

    private static String eventOf(int bytes) {
        String start = "{\"name\":\"n\",\"userId\":1,\"more\":\"";
        return start + "x".repeat(bytes - start.length() - 2) + "\"}";
    }

    private static Reply post(String path, String header, String body) throws IOException {
        return RawHttp.exchange("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static Reply postChunked(String path, String body) throws IOException {
        int half = body.length() / 2;
        return RawHttp.exchange("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk(body.substring(0, half)) + chunk(body.substring(half)) + chunk(""));
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }
}

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

import io.eventmanagement.RawHttp;
import io.eventmanagement.RawHttp.Reply;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** What is refused before a resource sees it. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class FrameworkErrorsTest extends UpstreamTest {

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

    @Test
    void whateverIsInThePathIsInTheInstance() throws IOException {
        Reply reply = RawHttp.send("GET /a\"b\\c HTTP/1.1");

        assertProblem(reply, 400, "bad-request", "/a\"b\\c");
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

        assertProblem(reply, 414, "uri-too-long", "/bad-request");
    }

    @Test
    void aHeaderThatIsTooLongIsRefused() throws IOException {
        Reply reply = RawHttp.send("GET /getUsers HTTP/1.1", "X-Long: " + "x".repeat(100_000));

        assertProblem(reply, 431, "headers-too-large", "/getUsers");
    }

    // ---- Framing (issue 16) ----

    private static final String ADD = "POST /addEvent HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    /** What a proxy could read in another way. The connection ends, so what is behind is no request either. */
    @ParameterizedTest
    @ValueSource(strings = { "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n", "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            "Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345", "Content-Length: -5\r\n\r\n",
            "Content-Length: 99999999999999999999\r\n\r\n", "Content-Length: 1e1\r\n\r\n",
            "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: identity\r\n\r\n", "Host: other\r\nContent-Length: 2\r\n\r\n{}" })
    void aRequestWhoseEndIsNotCertainIsRefusedAndItsConnectionEnds(String rest) throws IOException {
        Reply reply = RawHttp.exchange(ADD + rest + "GET /getUsers HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertProblem(reply, 400, "bad-request", "/addEvent");
        assertThat(reply.header("Connection")).isEqualTo("close");
        assertThat(reply.header("Date")).isNotNull();
        assertThat(reply.body()).doesNotContain("HTTP/1.1");
        assertThat(calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "GET getUsers", "CONNECT localhost:1", "GET http:/getUsers", "OPTIONS *",
            "GET ftp://localhost/getUsers" })
    void aTargetThatIsNeitherAPathNorAnHttpUrlIsRefusedAndItsConnectionEnds(String request) throws IOException {
        Reply reply = RawHttp.exchange(request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
                + "GET /getUsers HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertProblem(reply, 400, "bad-request", "/bad-request");
        assertThat(reply.body()).doesNotContain("HTTP/1.1");
        assertThat(calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "PUT /getUsers;x", "DELETE /api/v1/users;x=1/", "PUT /api/v1/users/1;y/events;x",
            "POST /api/v1/operations/1" })
    void aPathWithParametersIsThatOfItsResource(String request) throws IOException {
        Reply reply = RawHttp.send(request + " HTTP/1.1");

        assertProblem(reply, 405, "method-not-allowed", request.split(" ")[1]);
        assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void chunksInTheFirstVersionOfHttpAreRefused() throws IOException {
        Reply reply = RawHttp.exchange("POST /addEvent HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

        assertProblem(reply, 400, "bad-request", "/addEvent");
    }

    @Test
    void aRequestWithoutAHostIsRefusedUnlessItIsOfTheFirstVersion() throws IOException {
        givenGet("/getUsers", json("[]"));

        Reply without = RawHttp.exchange("GET /getUsers HTTP/1.1\r\nConnection: close\r\n\r\n");
        Reply first = RawHttp.exchange("GET /getUsers HTTP/1.0\r\n\r\n");

        assertProblem(without, 400, "bad-request", "/getUsers");
        assertThat(first.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "Host: a, b\r\n", "Host: a b\r\n", "Host: a:99999999\r\n" })
    void whatIsNotForOneHostIsRefusedAndItsConnectionEnds(String host) throws IOException {
        Reply reply = RawHttp.exchange("GET /getUsers HTTP/1.1\r\n" + host + "\r\nGET /getUsers HTTP/1.1\r\nHost: x\r\n\r\n");

        assertProblem(reply, 400, "bad-request", "/getUsers");
        assertThat(reply.header("Connection")).isEqualTo("close");
        assertThat(reply.body()).doesNotContain("HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = { "close", "foo, close", "keep-alive,Close", "close, foo" })
    void theConnectionEndsWhereTheClientSaysSoAmongOtherThings(String connection) throws IOException {
        givenGet("/getUsers", json("[]"));

        Reply reply = RawHttp.exchange("GET /getUsers HTTP/1.1\r\nHost: x\r\nConnection: " + connection
                + "\r\n\r\nGET /getUsers HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("[]");
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
    @ValueSource(strings = { "/getUsers", "/getEvents", "/getEventsByUserId/1", "/addEvent", "/api/getUsers", "/api/addEvent",
            "/getUsers/", "/api/addEvent/" })
    void optionsTellsTheMethods(String path) throws IOException {
        Reply reply = RawHttp.send("OPTIONS " + path + " HTTP/1.1");

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("Allow")).isEqualTo(path.contains("addEvent") ? "POST, OPTIONS" : "GET, HEAD, OPTIONS");
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
    @ValueSource(strings = { "application/json;q=0", "application/json; q=0.000, */*", "APPLICATION/JSON;Q=0",
            "text/html, */*;q=0", "application/*;q=0, */*;q=0.5" })
    void aWeightOfZeroExcludes(String accept) throws IOException {
        Reply read = RawHttp.send("GET /getUsers HTTP/1.1", "Accept: " + accept);

        assertProblem(read, 406, "not-acceptable", "/getUsers");
        assertThat(calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "application/json, */*;q=0", "application/json;q=0.001", "application/json, text/html;q=0" })
    void aWeightOfZeroForOtherTypesDoesNot(String accept) throws IOException {
        givenGet("/getUsers", json("[]"));

        assertThat(RawHttp.send("GET /getUsers HTTP/1.1", "Accept: " + accept).status()).isEqualTo(200);
    }

    /** Some old clients name it always. */
    @ParameterizedTest
    @ValueSource(strings = { "GET", "HEAD" })
    void aRequestWithoutABodyHasNoMediaTypeWhateverItSays(String method) throws IOException {
        givenGet("/getUsers", json("[]"));

        Reply form = RawHttp.send(method + " /getUsers HTTP/1.1", "Content-Type: application/x-www-form-urlencoded");
        Reply multipart = RawHttp.send(method + " /getUsers HTTP/1.1", "Content-Type: multipart/form-data; boundary=x",
                "Content-Length: 0");

        assertThat(form.status()).isEqualTo(200);
        assertThat(multipart.status()).isEqualTo(200);
    }

    /** RFC 9110, 8.3: it may be looked at. Some clients leave the type out. */
    @Test
    void anEventWithoutAMediaTypeIsTakenForJson() throws IOException {
        givenUser("1");
        givenAdd(json(ADDED));

        assertThat(post("/addEvent", "X: y", "{\"name\":\"n\",\"userId\":1}").status()).isEqualTo(200);
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

    private static Reply post(String path, String header, String body) throws IOException {
        return RawHttp.exchange("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }
}

package io.eventmanagement.web;

import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.RawHttp;
import io.eventmanagement.RawHttp.Reply;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** Bodies that are missing, as long as they may be, and longer. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class BodiesTest extends UpstreamTest {

    private static final int MAX_BODY = 65_536;

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

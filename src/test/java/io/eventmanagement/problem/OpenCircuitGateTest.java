package io.eventmanagement.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.RawHttp;
import io.eventmanagement.RawHttp.Reply;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** How new events are refused while the circuit of addEvent is open. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class OpenCircuitGateTest extends UpstreamTest {

    @BeforeEach
    void givenAUser() {
        givenUser("1");
    }

    private void open() {
        givenAdd(json("{}").withStatus(500));
        for (int i = 0; i < 3; i++) {
            assertThat(add("{\"name\":\"n\",\"userId\":1}").statusCode()).isEqualTo(502);
        }
    }

    @Test
    void rejectsBeforeAnythingIsReadOfTheEvent() throws IOException {
        open();

        Reply rejected = RawHttp
                .exchangeHead("POST /api/addEvent HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 40000\r\n\r\n");

        assertThat(rejected.status()).isEqualTo(503);
        assertThat(rejected.header("Retry-After")).isIn("10", "11");
    }

    /** Without a database a preference is none, and it may be any. */
    @Test
    void aPreferenceDoesNotMakeItDearer() throws IOException {
        open();

        Reply rejected = RawHttp.exchangeHead("POST /addEvent HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Prefer: respond-async, return=minimal\r\nContent-Length: 40000\r\n\r\n");

        assertThat(rejected.status()).isEqualTo(503);
    }

    @Test
    void aRejectedEventLeavesItsConnectionToTheNextRequest() throws IOException {
        open();

        Reply rejected = RawHttp.exchange("POST /addEvent HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 3\r\n\r\n{} GET /nix HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(rejected.status()).isEqualTo(503);
        assertThat(rejected.body()).contains("circuit-open").contains("HTTP/1.1 404 Not Found").contains("/nix");
    }

    @Test
    void anAnswerThatIsKnownByItsKeyIsGivenWhileItIsOpen() {
        givenAdd(json(ADDED));
        String event = "{\"name\":\"n\",\"userId\":\"1\"}";
        Response first = request().header("Idempotency-Key", "before").contentType("application/json").body(event)
                .post("/api/v1/events");
        open();

        Response again = request().header("Idempotency-Key", "before").contentType("application/json").body(event)
                .post("/api/v1/events");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asString()).isEqualTo(first.asString());
    }
}

package io.eventmanagement.security;

import static io.eventmanagement.security.Access.READ;
import static io.eventmanagement.security.Tokens.valid;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.RawHttp;
import io.eventmanagement.RawHttp.Reply;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** No way leads round the gate, some things are open, and nobody waits for the body of who is refused. */
@QuarkusTest
@TestProfile(TokenTest.WithTokens.class)
class GateTest extends TokenScene {

    @ParameterizedTest
    @ValueSource(strings = { "GET /nowhere", "GET /event.comx", "GET /event.com/../getUsers", "GET /event.com/%2e%2e/getUsers",
            "GET /q/../getUsers", "GET //getUsers", "GET /getUsers/", "GET /%67etUsers", "GET /getUsers;x=1",
            "DELETE /getUsers",
            "GET /addEvent", "GET /event.com;/../getUsers", "GET /api/v1/users;x", "GET /api/v1/users%3Bx",
            "GET /api/v1%2Fusers", "GET //api/v1/users", "GET /api/v1/./users", "GET /q/%2e%2e/getUsers", "GET /q;/../getUsers",
            "HEAD /getUsers", "FOO /getUsers" })
    void noSpellingOfARequestGoesRoundTheGate(String request) throws IOException {
        Reply reply = send(request, null);

        assertRefused(reply, 401, "unauthorized", request);
    }

    @ParameterizedTest
    @ValueSource(strings = { "OPTIONS /getUsers 204", "OPTIONS /addEvent 204", "GET /event.com/nowhere 404",
            "GET /q/openapi-x 404",
            "GET /%zz 400" })
    void whatIsOpenStaysSo(String requestAndStatus) throws IOException {
        String[] words = requestAndStatus.split(" ");

        Reply reply = send(words[0] + " " + words[1], null);
        Reply withOneThatIsInvalid = send(words[0] + " " + words[1], "garbage");

        assertThat(reply.status()).isEqualTo(Integer.parseInt(words[2]));
        assertThat(withOneThatIsInvalid.status()).isEqualTo(Integer.parseInt(words[2]));
    }

    /** What is left of a refused request's body must not be taken for the next request, nor be waited for. */
    @Test
    void theConnectionServesTheNextRequestAfterARefusedOne() throws IOException {
        givenGet("/getUsers", json("[]"));
        Reply both = RawHttp.exchange("POST /addEvent HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer garbage\r\nContent-Length: 26\r\n\r\nGET /getEvents HTTP/1.1\r\n\r\n\r\n"
                + "GET /getUsers HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + valid(issuer, READ) + "\r\n\r\n");

        assertThat(both.status()).isEqualTo(401);
        assertThat(both.body()).containsOnlyOnce("HTTP/1.1 ").contains("HTTP/1.1 200 OK").endsWith("[]");
        assertThat(calls("/getEvents")).isZero();
    }

    @Test
    void aBodyThatIsTooLargeIsNotReadForSomebodyWithoutAToken() throws IOException {
        Reply reply = RawHttp.exchangeHead("POST /addEvent HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 60000\r\n\r\n{");

        assertThat(reply.status()).isEqualTo(401);
    }
}

package io.eventmanagement.security;

import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.eventmanagement.RawHttp;
import io.eventmanagement.RawHttp.Reply;
import io.eventmanagement.UpstreamTest;

/** An issuer of tokens, and requests that carry them. */
public abstract class TokenScene extends UpstreamTest {

    private static final String EVENT = "{\"name\":\"n\",\"userId\":1}";

    FakeIssuer issuer;

    /** @param token null for none */
    public static Reply send(String methodAndPath, String token) throws IOException {
        String head = methodAndPath + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n");
        return RawHttp.exchange(methodAndPath.startsWith("POST")
                ? head + "Content-Type: application/json\r\nContent-Length: " + EVENT.length() + "\r\n\r\n" + EVENT
                : head + "\r\n");
    }

    /** A token that allows reads, of this subject. */
    protected String readerNamed(String subject) {
        return Tokens.valid(issuer, Access.READ, claims -> claims.setSubject(subject));
    }

    static int status(String methodAndPath, String token) {
        try {
            return send(methodAndPath, token).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected String token() {
        return Tokens.valid(issuer, Access.READ + " " + Access.WRITE);
    }

    /** A problem, and nothing has reached event.com. */
    void assertRefused(Reply reply, int status, String type, String request) {
        String[] words = request.split(" ");
        if (words[0].equals("HEAD")) {
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.body()).isEmpty();
        } else {
            assertProblem(reply, status, type, words[1]);
        }
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(calls()).isZero();
    }
}

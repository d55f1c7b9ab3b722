package io.eventmanagement.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.RawHttp;
import io.eventmanagement.RawHttp.Reply;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WithExtras;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** Pages of other sites, some of which may call. */
@QuarkusTest
@TestProfile(WithExtras.class)
class CorsTest extends UpstreamTest {

    private static List<String> list(Reply reply, String header) {
        return List.of(reply.header(header).split(", "));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/getUsers", "/addEvent", "/api/getEventsByUserId/1", "/api/v1/events" })
    void aPreflightFromASiteThatMayCallIsTold(String path) throws IOException {
        Reply reply = RawHttp.send("OPTIONS " + path + " HTTP/1.1", "Origin: https://app.example.com",
                "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: authorization");

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
        assertThat(list(reply, "Access-Control-Allow-Methods")).containsExactlyInAnyOrder("GET", "HEAD", "POST");
        assertThat(list(reply, "Access-Control-Allow-Headers")).contains("Authorization", "Content-Type", "If-None-Match",
                "Idempotency-Key", "Prefer", "X-Request-Id", "traceparent");
        assertThat(reply.header("Access-Control-Allow-Credentials")).isNull();
        assertThat(reply.header("Vary")).isEqualTo("Origin");
        assertThat(reply.header("X-Request-Id")).isNotBlank();
        assertThat(calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "https://app.example.com", "http://localhost:8080" })
    void anAnswerForASiteThatMayCallSaysSo(String origin) throws IOException {
        givenGet("/getUsers", json("[]"));

        Reply reply = RawHttp.send("GET /getUsers HTTP/1.1", "Origin: " + origin);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo(origin);
        assertThat(list(reply, "Access-Control-Expose-Headers")).contains("X-Request-Id", "ETag", "Age", "Cache-Status", "Link",
                "Location", "Idempotent-Replayed", "Preference-Applied", "Retry-After", "RateLimit", "RateLimit-Policy");
        assertThat(reply.header("Vary")).isEqualTo("Origin");
    }

    @Test
    void errorsAreReadableToo() throws IOException {
        Reply reply = RawHttp.send("GET /nix HTTP/1.1", "Origin: https://app.example.com");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = { "https://app.example.com.evil.org", "https://evil.org", "http://app.example.com", "null",
            "https://app.example.com:443", "HTTPS://APP.EXAMPLE.COM", "https://app.example.com/", "*" })
    void anyOtherSiteIsToldNothing(String origin) throws IOException {
        givenGet("/getUsers", json("[]"));

        Reply preflight = RawHttp.send("OPTIONS /getUsers HTTP/1.1", "Origin: " + origin,
                "Access-Control-Request-Method: GET");
        Reply answer = RawHttp.send("GET /getUsers HTTP/1.1", "Origin: " + origin);

        for (Reply reply : List.of(preflight, answer)) {
            assertThat(reply.status()).isLessThan(300);
            assertThat(reply.headers()).noneMatch(header -> header.getKey().toLowerCase().startsWith("access-control"));
            assertThat(reply.header("Vary")).isEqualTo("Origin");
        }
    }

    @Test
    void whatIsNoPreflightTellsTheMethodsAsEver() throws IOException {
        Reply reply = RawHttp.send("OPTIONS /getUsers HTTP/1.1", "Origin: https://app.example.com");

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(reply.header("Access-Control-Allow-Methods")).isNull();
    }
}

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
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** What browsers are told, with all settings as they come: no tokens, no limits, no other sites. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class AnswerHeadersTest extends UpstreamTest {

    @TestHTTPResource(value = "/", management = true)
    String management;

    @ParameterizedTest
    @ValueSource(strings = { "GET /getUsers 200", "OPTIONS /getUsers 204", "GET /nix 404", "DELETE /getUsers 405",
            "GET /%zz 400",
            "POST /addEvent 415", "GET /q/swagger-ui 302" })
    void everyAnswerIsWhatItSaysItIs(String request) throws IOException {
        givenGet("/getUsers", json("[]"));
        String[] words = request.split(" ");

        Reply reply = RawHttp.send(words[0] + " " + words[1] + " HTTP/1.1", "Content-Type: text/plain", "Content-Length: 0");

        assertThat(reply.status()).isEqualTo(Integer.parseInt(words[2]));
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Date")).matches("\\w{3}, \\d{2} \\w{3} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
    }

    @ParameterizedTest
    @ValueSource(strings = { "health/live", "circuits", "cache", "nix" })
    void soIsEveryAnswerOfTheManagementPort(String path) {
        Response response = request().get(management + path);

        assertThat(response.getHeaders().getValues("X-Content-Type-Options")).containsExactly("nosniff");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/nix", "/%zz", "/getUsers", "/getEventsByUserId/1" })
    void noProblemIsKept(String path) throws IOException {
        givenGet("/getUsers", json("{"));
        givenGet("/getUserById/1", empty());

        Reply reply = RawHttp.send("GET " + path + " HTTP/1.1");

        assertThat(reply.status()).isGreaterThanOrEqualTo(400);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void onlyPagesHaveAPolicyForWhatTheyLoad() throws IOException {
        givenGet("/getUsers", json("[]"));

        assertThat(RawHttp.send("GET /q/swagger-ui/ HTTP/1.1").header("Content-Security-Policy"))
                .contains("default-src 'self'").contains("frame-ancestors 'none'");
        assertThat(RawHttp.send("GET /getUsers HTTP/1.1").header("Content-Security-Policy")).isNull();
    }

    @Test
    void nothingIsSaidOfTokensLimitsAndSites() throws IOException {
        givenGet("/getUsers", json("[]"));

        Reply reply = RawHttp.send("GET /getUsers HTTP/1.1", "Origin: https://app.example.com",
                "Authorization: Bearer garbage");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).noneMatch(header -> header.getKey().toLowerCase()
                .matches("access-control.*|ratelimit.*|www-authenticate|vary"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/q/health", "/q/health/ready", "/q/circuits", "/q/circuits/add-event/reset", "/q/cache",
            "/q/cache/clear", "/q/metrics" })
    void whatIsForOperatorsIsNotOnTheServicesPort(String path) throws IOException {
        assertProblem(RawHttp.send("GET " + path + " HTTP/1.1"), 404, "not-found", path);
        assertProblem(RawHttp.send("POST " + path + " HTTP/1.1", "Content-Length: 0"), 404, "not-found", path);
    }
}

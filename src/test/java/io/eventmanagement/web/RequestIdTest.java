package io.eventmanagement.web;

import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;

import io.eventmanagement.RawHttp;
import io.eventmanagement.RawHttp.Reply;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The id that every answer, problem and call to event.com carries. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class RequestIdTest extends UpstreamTest {

    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

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
}

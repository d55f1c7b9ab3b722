package io.eventmanagement.web;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.CacheStatus;
import io.eventmanagement.StoppedClockTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** What a client may say of caching: which answer it has, and how old a one it takes. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class ConditionalReadsTest extends StoppedClockTest {

    private static final String EVENTS = "/getEventsByUserId/1";

    @BeforeEach
    void aUserIsKnown() {
        givenUser("1", "a");
        givenEvent("a", json("{\"id\":1}"));
    }

    private static Response readWith(String header, String value) {
        return request().header(header, value).get(EVENTS);
    }

    @Test
    void aReadTellsClientsAndProxiesToAskEachTime() {
        Response response = request().get(EVENTS);

        assertThat(response.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(response.header("ETag")).matches("\"[\\w-]{22}\"");
    }

    @Test
    void theSameAnswerHasTheSameTagAndAnotherHasAnother() {
        String first = request().get(EVENTS).header("ETag");
        String second = request().get("/api" + EVENTS).header("ETag");
        reads.clear();
        givenEvent("a", json("{\"id\":2}"));
        String third = request().get(EVENTS).header("ETag");

        assertThat(second).isEqualTo(first);
        assertThat(third).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = { "%s", "W/%s", "\"other\", %s", "\"other\",W/%s , \"more\"", "*" })
    void aClientThatHasTheAnswerIsToldSo(String ifNoneMatch) {
        String tag = request().get(EVENTS).header("ETag");

        Response response = readWith("If-None-Match", ifNoneMatch.formatted(tag));

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.asString()).isEmpty();
        assertThat(response.header("ETag")).isEqualTo(tag);
        assertThat(response.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(CacheStatus.of(response).hit()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"other\"", "", "\"", "other", "W/\"other\"" })
    void aClientThatHasAnotherAnswerGetsThisOne(String ifNoneMatch) {
        Response response = readWith("If-None-Match", ifNoneMatch);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.asString()).isEqualTo("[{\"id\":1}]");
    }

    @Test
    void aProblemIsNeverNotModified() {
        givenGet("/getUserById/9", empty());

        Response response = request().header("If-None-Match", "*").get("/getEventsByUserId/9");

        assertProblem(response, 404, "no-such-user", "/getEventsByUserId/9");
        assertThat(response.header("ETag")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "no-cache", "No-Cache", "max-age=60, no-cache", "no-cache=\"x\"", "no-cache, max-age=60",
            "max-age=0",
            "max-age=\"0\"", "max-age=", "max-age", "max-age=soon", "max-age=-1" })
    void aClientMayRefuseACachedAnswer(String cacheControl) {
        request().get(EVENTS);
        time.advance(Duration.ofMillis(500));

        Response response = readWith("Cache-Control", cacheControl);

        assertThat(CacheStatus.of(response)).isEqualTo(CacheStatus.fetched("request"));
        assertThat(calls()).isEqualTo(4);
    }

    @Test
    void aClientMayRefuseAnAnswerThatIsTooOld() {
        request().get(EVENTS);
        time.advance(Duration.ofMillis(20_500));

        Response takes = readWith("Cache-Control", "max-age=21");
        Response refuses = readWith("Cache-Control", "max-age=20");

        assertThat(takes.header("Age")).isEqualTo("20");
        assertThat(CacheStatus.of(takes)).as("the user is older than a second").isEqualTo(CacheStatus.fetched("partial"));
        assertThat(CacheStatus.of(refuses)).as("the user is known again, the event too old")
                .isEqualTo(CacheStatus.fetched("partial"));
        assertThat(calls("/getEventById")).isEqualTo(2);
    }

    @Test
    void aClientMayRefuseALastGoodAnswer() {
        request().get(EVENTS);
        time.advance(Duration.ofSeconds(40));
        givenGet("/getUserById/1", aResponse().withStatus(500));

        assertProblem(readWith("Cache-Control", "no-cache"), 502, "upstream-failed", EVENTS);
        assertProblem(readWith("Cache-Control", "max-age=39"), 502, "upstream-failed", EVENTS);
        assertThat(CacheStatus.of(readWith("Cache-Control", "max-age=40")).detail()).isEqualTo("stale-if-error");
    }

    @ParameterizedTest
    @ValueSource(strings = { "max-age=1", "max-age=\"1\"", "MAX-AGE=1", "max-age=99999999999999999999", "max-stale",
            "min-fresh=5",
            "no-transform, max-age=1", "", ",", "=", "no-caches", "x=\"no-cache\"", "x=\", no-cache\"" })
    void anythingElseLeavesItToTheService(String cacheControl) {
        request().get(EVENTS);
        time.advance(Duration.ofMillis(999));

        Response response = readWith("Cache-Control", cacheControl);

        assertThat(CacheStatus.of(response).hit()).isTrue();
    }
}

package io.eventmanagement.legacy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;

import io.eventmanagement.CacheStatus;
import io.eventmanagement.StoppedClockTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** What is known of a user once an event was added. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class ReadAfterWriteTest extends StoppedClockTest {

    private static final String EVENTS = "/getEventsByUserId/1";

    @BeforeEach
    void aUserIsKnown() {
        givenUser("1", "old");
        givenEvent("old", json("{}"));
        givenEvent("new", json("{\"name\":\"new\"}"));
        assertThat(events().asString()).isEqualTo("[{}]");
        givenUser("1", "old", "new");
    }

    private static Response events() {
        return request().get(EVENTS);
    }

    private static Response addEvent(String userId) {
        return add("{\"name\":\"n\",\"userId\":" + userId + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = { "1", "\"1\"" })
    void theNextReadSeesTheEvent(String userId) {
        givenAdd(json(ADDED));

        addEvent(userId);
        Response next = events();

        assertThat(next.asString()).isEqualTo("[{},{\"name\":\"new\"}]");
    }

    @Test
    void otherUsersAreStillKnown() {
        givenAdd(json(ADDED));
        givenUser("2");

        addEvent("2");
        Response other = events();

        assertThat(other.asString()).isEqualTo("[{}]");
        assertThat(CacheStatus.of(other).hit()).isTrue();
    }

    @Test
    void theListsAreNotServedAsTheyWereBeforeEvenIfEventComFails() {
        givenGet("/getUsers", json("[]"));
        givenGet("/getEvents", json("[]"));
        request().get("/getUsers");
        request().get("/getEvents");
        givenAdd(json(ADDED));

        addEvent("1");
        givenGet("/getUsers", aResponse().withStatus(500));
        givenGet("/getEvents", aResponse().withStatus(500));

        assertProblem(request().get("/getUsers"), 502, "upstream-failed", "/getUsers");
        assertProblem(request().get("/getEvents"), 502, "upstream-failed", "/getEvents");
    }

    static ResponseDefinitionBuilder[] uncertain() {
        return new ResponseDefinitionBuilder[] { aResponse().withStatus(500),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                json(ADDED).withFixedDelay(WireMockUpstream.ADD_TIMEOUT_MS + 500) };
    }

    @ParameterizedTest
    @MethodSource("uncertain")
    void afterAFailureThatMayHaveStoredItTheNextReadAsksEventCom(ResponseDefinitionBuilder uncertain) {
        givenAdd(uncertain);

        addEvent("1");
        Response next = events();

        assertThat(next.asString()).isEqualTo("[{},{\"name\":\"new\"}]");
    }

    @Test
    void afterSuchAFailureTheLastGoodAnswerIsServedIfEventComCannotBeAsked() {
        givenAdd(aResponse().withStatus(500));

        addEvent("1");
        givenGet("/getUserById/1", aResponse().withStatus(500));
        Response next = events();

        assertThat(next.asString()).isEqualTo("[{}]");
        assertThat(CacheStatus.of(next)).isEqualTo(CacheStatus.stale(-1));
    }

    @Test
    void afterARefusalWhatIsKnownStillHolds() {
        givenAdd(aResponse().withStatus(400));

        addEvent("1");
        Response next = events();

        assertThat(CacheStatus.of(next).hit()).isTrue();
    }

    @Test
    void theLookUpOfTheUserIsSharedForASecond() {
        givenAdd(json(ADDED));
        givenUser("2");

        addEvent("2");
        addEvent("2");
        assertThat(calls("/getUserById/2")).as("each time after an event was added").isEqualTo(2);
        givenAdd(aResponse().withStatus(400));
        addEvent("2");
        addEvent("2");

        assertThat(calls("/getUserById/2")).as("once more, and then known").isEqualTo(3);
    }
}

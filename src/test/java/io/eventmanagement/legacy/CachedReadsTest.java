package io.eventmanagement.legacy;

import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.CacheStatus;
import io.eventmanagement.StoppedClockTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** What the original reads answer from what is known and fresh, and what they say of it. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class CachedReadsTest extends StoppedClockTest {

    private static final String EVENTS = "/getEventsByUserId/1";

    private static Response read(String path) {
        return request().get(path);
    }

    private void givenUserWithTwoEvents() {
        givenUser("1", "a", "b");
        givenEvent("a", json("{\"id\":\"a\"}"));
        givenEvent("b", json("{\"id\":\"b\"}"));
    }

    @Test
    void aUsersEventsAreFetchedOnceWhileTheyAreFresh() {
        givenUserWithTwoEvents();

        Response first = read(EVENTS);
        Response second = read(EVENTS);

        assertThat(second.asString()).isEqualTo(first.asString()).isEqualTo("[{\"id\":\"a\"},{\"id\":\"b\"}]");
        assertThat(calls()).isEqualTo(3);
        assertThat(CacheStatus.of(first)).isEqualTo(CacheStatus.UNKNOWN);
        assertThat(first.header("Age")).isNull();
        assertThat(CacheStatus.of(second)).isEqualTo(CacheStatus.fresh(1));
        assertThat(second.header("Age")).isEqualTo("0");
    }

    @Test
    void aUserIsFetchedAgainAfterASecondAndItsEventsAfterThirty() {
        givenUserWithTwoEvents();
        read(EVENTS);

        time.advance(Duration.ofSeconds(1));
        Response user = read(EVENTS);
        assertThat(calls("/getUserById")).isEqualTo(2);
        assertThat(calls("/getEventById")).isEqualTo(2);
        time.advance(Duration.ofSeconds(30));
        Response all = read(EVENTS);

        assertThat(calls("/getEventById")).isEqualTo(4);
        assertThat(CacheStatus.of(user)).isEqualTo(CacheStatus.fetched("partial"));
        assertThat(user.header("Age")).isEqualTo("1");
        assertThat(CacheStatus.of(all)).isEqualTo(CacheStatus.fetched("stale"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/getUsers", "/getEvents" })
    void aListIsFetchedEachTime(String route) {
        givenGet(route, json("[]"));

        read(route);
        Response second = read(route);

        assertThat(calls(route)).isEqualTo(2);
        assertThat(CacheStatus.of(second)).isEqualTo(CacheStatus.fetched("stale"));
    }

    @Test
    void thatThereIsNoSuchUserIsKnownForASecond() {
        givenGet("/getUserById/9", empty());

        read("/getEventsByUserId/9");
        Response second = read("/getEventsByUserId/9");
        time.advance(Duration.ofSeconds(1));
        givenUser("9");
        Response third = read("/getEventsByUserId/9");

        assertProblem(second, 404, "no-such-user", "/getEventsByUserId/9");
        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(calls("/getUserById/9")).isEqualTo(2);
    }
}

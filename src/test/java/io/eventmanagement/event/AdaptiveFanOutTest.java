package io.eventmanagement.event;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.AdaptiveUpstream;
import io.eventmanagement.CountingEventCom;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** A user's events with the limit that is the default, from the first call on: nothing has warmed up before. */
@QuarkusTest
@TestProfile(AdaptiveUpstream.class)
class AdaptiveFanOutTest {

    CountingEventCom eventCom;

    @ParameterizedTest
    @ValueSource(ints = { 1_000, 1_001, 2_500 })
    void fetchesAllOfThemHoweverFastTheyAre(int events) {
        Response response = get("/getEventsByUserId/" + events);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.asString()).isEqualTo(CountingEventCom.eventsOf(events));
        assertThat(eventCom.most()).isLessThanOrEqualTo(1_024);
    }
}

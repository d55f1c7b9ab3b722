package io.eventmanagement.event;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.eventmanagement.CountedTest;
import io.eventmanagement.CountingEventCom;
import io.eventmanagement.WideUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** A user's events, fetched with room for all of them at once. */
@QuarkusTest
@TestProfile(WideUpstream.class)
class WideFanOutTest extends CountedTest {

    @Test
    void fetchesAThousandEventsAllAtOnceAndInOrder() {
        eventCom.hold();
        CompletableFuture<Response> answer = askFor(1_000);

        eventually("all are under way at the same time", () -> eventCom.now() == 1_000);
        eventCom.release();

        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(answer.join().asString()).isEqualTo(CountingEventCom.eventsOf(1_000));
        assertThat(eventCom.begunOf(1_000)).isEqualTo(1_000);
    }

    @Test
    void fetchesMoreThanThereIsRoomForInTurn() {
        eventCom.delay(1);

        Response response = askFor(2_500).join();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.asString()).isEqualTo(CountingEventCom.eventsOf(2_500));
        assertThat(eventCom.most()).isLessThanOrEqualTo(1_024);
    }
}

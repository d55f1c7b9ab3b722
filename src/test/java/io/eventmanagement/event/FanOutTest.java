package io.eventmanagement.event;

import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.NarrowUpstream.MAX_CONCURRENCY;
import static io.eventmanagement.NarrowUpstream.MAX_WAITING;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.eventmanagement.CountedTest;
import io.eventmanagement.CountingEventCom;
import io.eventmanagement.NarrowUpstream;
import io.eventmanagement.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** A user's events, fetched with room for eight calls at once. */
@QuarkusTest
@TestProfile(NarrowUpstream.class)
class FanOutTest extends CountedTest {

    @Test
    void fetchesAThousandEventsInOrderAndNeverMoreAtOnceThanAllowed() {
        eventCom.delay(1);
        eventCom.hold();

        CompletableFuture<Response> response = askFor(1_000);
        goOnOnceTheRoomIsFull();

        assertEvents(response.join(), 1_000);
        assertThat(eventCom.begunOf(1_000)).isEqualTo(1_000);
        assertThat(eventCom.most()).isEqualTo(MAX_CONCURRENCY);
    }

    @Test
    void allRequestsTogetherKeepToTheLimit() {
        eventCom.delay(2);
        eventCom.hold();

        List<CompletableFuture<Response>> answers = Stream.of(51, 52, 53, 54, 55, 56).map(CountedTest::askFor).toList();
        goOnOnceTheRoomIsFull();

        for (int i = 0; i < 6; i++) {
            assertEvents(answers.get(i).join(), 51 + i);
        }
        assertThat(eventCom.most()).isEqualTo(MAX_CONCURRENCY);
    }

    /** A slow machine answers what it has before it asks for more, and would never need all of the room. */
    private void goOnOnceTheRoomIsFull() {
        eventually("the room is full", () -> eventCom.now() == MAX_CONCURRENCY);
        eventCom.release();
    }

    @Test
    void aSmallRequestIsNotLockedOutBehindABigOne() {
        eventCom.hold();
        CompletableFuture<Response> big = askFor(2_000);
        eventually("the big request fills the room", () -> eventCom.begunOf(2_000) == MAX_CONCURRENCY);

        CompletableFuture<Response> small = askFor(2);
        eventually("the small request is answered", () -> {
            eventCom.answerOne();
            return small.isDone();
        });

        assertThat(big).isNotDone();
        assertThat(eventCom.begunOf(2_000)).isLessThan(2_000);
        assertEvents(small.join(), 2);
        eventCom.release();
        big.join();
    }

    @Test
    void oneEventThatCannotBeHadFailsTheRequestAndSparesTheRest() {
        eventCom.delay(10);
        eventCom.fail("1000-3");

        Response response = askFor(1_000).join();

        assertProblem(response, 502, "upstream-failed", "/getEventsByUserId/1000");
        eventually("the calls that had begun are over", () -> eventCom.now() == 0);
        assertThat(eventCom.begun("1000-3")).as("tries").isEqualTo(3);
        assertThat(eventCom.begunOf(1_000)).as("calls that had begun").isLessThan(900);
    }

    @Test
    void aRequestThatTakesTooLongEndsAndBeginsNoFurtherCalls() {
        eventCom.hold();
        CompletableFuture<Response> big = askFor(100);
        eventually("the big request fills the room", () -> eventCom.begunOf(100) == MAX_CONCURRENCY);
        CompletableFuture<Response> waiting = askFor(2);

        assertProblem(big.join(), 504, "deadline-exceeded", "/getEventsByUserId/100");
        assertProblem(waiting.join(), 504, "deadline-exceeded", "/getEventsByUserId/2");

        assertThat(big.join().time()).isGreaterThanOrEqualTo(NarrowUpstream.DEADLINE_MS - 100L);
        eventCom.release();
        assertEvents(askFor(20).join(), 20);
        assertThat(eventCom.begunOf(100)).isEqualTo(MAX_CONCURRENCY);
        assertThat(eventCom.begunOf(2)).isZero();
    }

    @Test
    void nothingFurtherIsFetchedForAClientThatHungUp() throws IOException {
        eventCom.hold();
        try (Socket client = RawHttp.connect()) {
            client.getOutputStream()
                    .write("GET /getEventsByUserId/1000 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
            eventually("the request fills the room", () -> eventCom.begunOf(1_000) == MAX_CONCURRENCY);
        }

        eventCom.delay(10);
        eventCom.release();
        assertEvents(askFor(20).join(), 20);

        eventually("the calls that had begun are over", () -> eventCom.now() == 0);
        assertThat(eventCom.begunOf(1_000)).as("some may begin before the service is told").isLessThan(900);
    }

    @Test
    void aRequestTooManyIsTurnedAway() {
        eventCom.hold();
        CompletableFuture<Response> first = askFor(100);
        eventually("it fills the room", () -> eventCom.begunOf(100) == MAX_CONCURRENCY);

        List<CompletableFuture<Response>> others = Stream.generate(() -> askFor(1)).limit(3 * MAX_WAITING).toList();
        eventually("all but those that wait are answered",
                () -> others.stream().filter(CompletableFuture::isDone).count() == 2 * MAX_WAITING + 1);
        List<CompletableFuture<Response>> turnedAway = others.stream().filter(CompletableFuture::isDone).toList();
        eventCom.release();

        for (CompletableFuture<Response> answer : others) {
            if (turnedAway.contains(answer)) {
                assertProblem(answer.join(), 503, "overloaded", "/getEventsByUserId/1");
                assertThat(answer.join().header("Retry-After")).isEqualTo("1");
            } else {
                assertEvents(answer.join(), 1);
            }
        }
        assertEvents(first.join(), 100);
    }

    private static void assertEvents(Response response, int user) {
        assertThat(response.asString()).isEqualTo(CountingEventCom.eventsOf(user));
        assertThat(response.statusCode()).isEqualTo(200);
    }
}

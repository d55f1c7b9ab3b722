package io.eventmanagement.event;

import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.NarrowUpstream.MAX_CONCURRENCY;
import static io.eventmanagement.NarrowUpstream.MAX_WAITING;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.eventmanagement.CountedTest;
import io.eventmanagement.NarrowUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

/** Adds with an Idempotency-Key that never get their turn. */
@QuarkusTest
@TestProfile(NarrowUpstream.class)
class AddDeadlineTest extends CountedTest {

    private static Response add(String key) {
        return given().contentType(ContentType.JSON).header("Idempotency-Key", key)
                .body("{\"name\":\"n\",\"userId\":\"1\"}").post("/api/v1/events");
    }

    /**
     * The next is sent at once: a key in doubt would have event.com asked for the event first. Here it is asked afterwards,
     * since
     * it doesn't answer an add as it promises to, and has each event.
     */
    private void assertSentAsIfForTheFirstTime(String key) {
        int before = eventCom.begun().size();
        assertThat(add(key).statusCode()).isEqualTo(201);
        assertThat(eventCom.begun().subList(before, eventCom.begun().size()))
                .filteredOn(path -> path.equals("/addEvent") || path.startsWith("/getEventById/")).first()
                .isEqualTo("/addEvent");
    }

    @Test
    void whatTheDeadlineEndedBeforeItWasSentIsNeverKept() {
        eventCom.hold();
        CompletableFuture<Response> others = askFor(MAX_CONCURRENCY);
        eventually("the room is full", () -> eventCom.now() == MAX_CONCURRENCY);

        Response first = add("deadline");
        eventCom.release();
        others.join();
        eventually("event.com is idle", () -> eventCom.now() == 0);

        assertProblem(first, 504, "deadline-exceeded", "/api/v1/events");
        assertThat(eventCom.begun()).doesNotContain("/addEvent");
        assertSentAsIfForTheFirstTime("deadline");
    }

    @Test
    void whatTheBulkheadRefusedIsNeverKept() {
        eventCom.hold();
        List<CompletableFuture<Response>> others = IntStream.rangeClosed(0, MAX_WAITING)
                .mapToObj(i -> askFor(MAX_CONCURRENCY + i)).toList();
        eventually("the room is full", () -> eventCom.now() == MAX_CONCURRENCY);

        Response first = add("bulkhead");
        eventCom.release();
        others.forEach(CompletableFuture::join);
        eventually("event.com is idle", () -> eventCom.now() == 0);

        assertThat(first.statusCode()).isIn(503, 504);
        assertThat(eventCom.begun()).doesNotContain("/addEvent");
        assertSentAsIfForTheFirstTime("bulkhead");
    }
}

package io.eventmanagement.legacy;

import static io.eventmanagement.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.eventmanagement.CountedTest;
import io.eventmanagement.CountingEventCom;
import io.eventmanagement.RawHttp;
import io.eventmanagement.WideUpstream;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** Clients that ask for the same thing at the same moment. */
@QuarkusTest
@TestProfile(WideUpstream.class)
class SharedReadsTest extends CountedTest {

    @Inject
    MeterRegistry meters;

    @Test
    void fiftyClientsAtOnceAreOneCallForEachEvent() {
        eventCom.hold();
        List<CompletableFuture<Response>> answers = Stream.generate(() -> askFor(20)).limit(50).toList();
        eventually("all fifty wait", () -> meters.get("http.server.active.requests").gauge().value() == 50);
        eventually("the events are asked for", () -> eventCom.begunOf(20) == 20);

        eventCom.release();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.join().statusCode()).isEqualTo(200);
            assertThat(answer.join().asString()).isEqualTo(CountingEventCom.eventsOf(20));
        });
        assertThat(eventCom.begunOf(20)).isEqualTo(20);
    }

    @Test
    void aClientThatHangsUpDoesNotTakeTheOthersCallsAlong() throws IOException {
        eventCom.hold();
        CompletableFuture<Response> other;
        try (Socket first = RawHttp.connect()) {
            first.getOutputStream()
                    .write("GET /getEventsByUserId/20 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
            eventually("its calls have begun", () -> eventCom.begunOf(20) == 20);
            other = askFor(20);
        }

        eventCom.release();

        assertThat(other.join().asString()).isEqualTo(CountingEventCom.eventsOf(20));
        assertThat(eventCom.begunOf(20)).isEqualTo(20);
        assertThat(eventCom.aborted()).isZero();
    }
}

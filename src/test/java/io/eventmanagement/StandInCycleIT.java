package io.eventmanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

/** The add-event circuit in front of event.com's own cycle, 5 successes and 10 failures, on the real clock. */
class StandInCycleIT {

    private static final int EVENTS = 8;

    /** Far more than are needed: a client that isn't served must not go on for ever. */
    private static final int MOST_TRIES = 100;

    @Test
    void aClientThatHonoursRetryAfterGetsAllItsEventsIn() throws Exception {
        // The copy is its own upstream.
        try (PackagedService service = PackagedService
                .start(Map.of("EVENT_API_STAND_IN", "true", "STAND_IN_ADD_FAILURES", "5", "STAND_IN_CLOSE_RATIO", "0",
                        "CIRCUIT_BREAKER_RESET_TIMEOUT_MS", "100", "CIRCUIT_BREAKER_MAX_RESET_TIMEOUT_MS", "400"))) {

            int added = 0;
            for (int tries = 0; added < EVENTS && tries < MOST_TRIES; tries++) {
                HttpResponse<String> answer = service.post("/addEvent", "{\"name\":\"n\",\"userId\":1}");
                if (answer.statusCode() == 200) {
                    added++;
                }
                answer.headers().firstValue("Retry-After").map(Long::parseLong).map(Duration::ofSeconds)
                        .ifPresent(wait -> LockSupport.parkNanos(wait.toNanos()));
            }

            assertThat(added).as(service.output()).isEqualTo(EVENTS);
            assertThat(service.get("/getEventsByUserId/1").body().split("\"name\":\"n\"", -1)).hasSize(EVENTS + 1);
            // Three failures open it; both failures that are left of the cycle are probes.
            assertThat(count(service, "POST /event.com/addEvent 503")).isEqualTo(5);
            assertThat(count(service, "POST /event.com/addEvent 200")).isEqualTo(EVENTS);
            assertThat(count(service, "to OPEN for")).isEqualTo(1 + 2);
        }
    }

    private static int count(PackagedService service, String text) {
        return service.output().split(text, -1).length - 1;
    }
}

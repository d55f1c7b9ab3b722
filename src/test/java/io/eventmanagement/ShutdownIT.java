package io.eventmanagement;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** How the packaged service ends when it is told to (SIGTERM). */
class ShutdownIT {

    private static final String PATH = "/getEventsByUserId/1";

    private static PackagedService eventCom(int eventDelayMs) throws Exception {
        return PackagedService.start(Map.of("EVENT_API_STAND_IN", "true", "STAND_IN_CLOSE_RATIO", "0",
                "STAND_IN_EVENT_DELAY_MS", String.valueOf(eventDelayMs)));
    }

    private static PackagedService service(PackagedService eventCom, int delayMs, int timeoutMs) throws Exception {
        return PackagedService.start(Map.of("EVENT_API_BASE_URL", eventCom.url() + "/event.com",
                "EVENT_API_READ_TIMEOUT_MS", "100000", "EVENT_API_DEADLINE_MS", "100000",
                "SHUTDOWN_DELAY_MS", String.valueOf(delayMs), "SHUTDOWN_TIMEOUT_MS", String.valueOf(timeoutMs)));
    }

    @Test
    void noRequestFailsWhileLoadBalancersTakeNotice() throws Exception {
        try (PackagedService eventCom = eventCom(50); PackagedService service = service(eventCom, 2000, 20_000)) {
            Queue<Integer> answers = new ConcurrentLinkedQueue<>();
            ScheduledExecutorService clients = Executors.newScheduledThreadPool(50);
            try {
                clients.scheduleAtFixedRate(() -> clients.execute(() -> answers.add(service.get(PATH).statusCode())),
                        0, 5, TimeUnit.MILLISECONDS);
                eventually("a load", () -> answers.size() > 200);
                service.terminate();
                eventually("not ready", () -> !service.isReady());

                HttpResponse<String> answer = service.get(PATH);

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("Connection")).contains("close");
                assertThat(service.manage("/q/health/live").statusCode()).isEqualTo(200);
                int before = answers.size();
                eventually("more load", () -> answers.size() > before + 100);
            } finally {
                clients.shutdownNow();
                assertThat(clients.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(answers).containsOnly(200);
            assertThat(service.exitCode()).isZero();
        }
    }

    @Test
    void aRequestUnderWayIsFinished() throws Exception {
        try (PackagedService eventCom = eventCom(2000); PackagedService service = service(eventCom, 0, 20_000)) {
            CompletableFuture<HttpResponse<String>> answer = underWay(service);

            service.terminate();

            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).as(service.output()).isEqualTo(200);
            assertThat(service.exitCode()).isZero();
        }
    }

    @Test
    void noRequestHoldsItUpForLongerThanAllowed() throws Exception {
        try (PackagedService eventCom = eventCom(60_000); PackagedService service = service(eventCom, 0, 500)) {
            CompletableFuture<HttpResponse<String>> answer = underWay(service);

            service.terminate();

            assertThat(service.exitCode()).isZero();
            assertThat(answer).failsWithin(Duration.ofSeconds(10));
        }
    }

    private static CompletableFuture<HttpResponse<String>> underWay(PackagedService service) {
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> service.get(PATH));
        eventually("a request under way", () -> service.manage("/q/metrics").body().lines()
                .anyMatch("http_server_active_requests 1.0"::equals));
        return answer;
    }
}

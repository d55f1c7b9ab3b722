package io.eventmanagement;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.restassured.path.json.JsonPath;

/** How the packaged service ends when it is told to (SIGTERM). */
class ShutdownIT {

    /** A list of 16 MB, longer than what the network holds for a client that reads nothing. */
    private static final int MANY = 16_000;

    /** What a JVM says that ended well after SIGTERM. */
    private static final int TERMINATED = 143;

    private static final String PATH = "/getEventsByUserId/1";

    private final CountingEventCom eventCom = new CountingEventCom();

    @AfterEach
    void stopEventCom() {
        eventCom.stop();
    }

    private PackagedService service(int delayMs, int timeoutMs) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("EVENT_API_BASE_URL", eventCom.start().get("event-api.base-url")));
        settings.put("EVENT_API_READ_TIMEOUT_MS", "100000");
        settings.put("EVENT_API_DEADLINE_MS", "100000");
        settings.put("SHUTDOWN_DELAY_MS", String.valueOf(delayMs));
        settings.put("SHUTDOWN_TIMEOUT_MS", String.valueOf(timeoutMs));
        return PackagedService.start(settings);
    }

    @Test
    void noRequestFailsWhileLoadBalancersTakeNotice() throws Exception {
        try (PackagedService service = service(10_000, 20_000)) {
            eventCom.delay(50);
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
            assertThat(service.exitCode()).isEqualTo(TERMINATED);
        }
    }

    @Test
    void aRequestUnderWayIsFinishedAndLogged() throws Exception {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (PackagedService service = service(0, 20_000)) {
            CompletableFuture<HttpResponse<String>> answer = underWay(service);

            service.terminate();
            eventually("it waits", () -> service.output().contains("Waiting for HTTP requests to complete"));
            eventCom.release();

            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).as(service.output()).isEqualTo(200);
            assertThat(service.exitCode()).isEqualTo(TERMINATED);
            assertThat(service.output().lines().filter(line -> line.contains("access"))).singleElement().satisfies(line -> {
                JsonPath json = JsonPath.from(line);
                assertThat(json.getString("loggerName")).isEqualTo("access");
                assertThat(json.getString("message")).matches("GET " + PATH + " 200 \\d+ ms");
                assertThat(json.getString("mdc.requestId")).isEqualTo(answer.get().headers().firstValue("X-Request-Id").get());
                assertThat(Instant.parse(json.getString("timestamp"))).isAfter(begin);
                assertThat(json.getString("threadName")).as("written by ourselves, not by the logger (ADR 11)").isNull();
            });
        }
    }

    @Test
    void noRequestHoldsItUpForLongerThanAllowed() throws Exception {
        try (PackagedService service = service(0, 500)) {
            CompletableFuture<HttpResponse<String>> answer = underWay(service);

            service.terminate();

            assertThat(service.exitCode()).isEqualTo(TERMINATED);
            assertThat(answer).failsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void norDoNewRequests() throws Exception {
        try (PackagedService service = service(0, 1_000)) {
            CompletableFuture<HttpResponse<String>> answer = underWay(service);
            ScheduledExecutorService clients = Executors.newScheduledThreadPool(10);
            try {
                clients.scheduleAtFixedRate(() -> clients.execute(() -> service.get("/nix")), 0, 5, TimeUnit.MILLISECONDS);

                service.terminate();

                assertThat(service.exitCode()).isEqualTo(TERMINATED);
            } finally {
                clients.shutdownNow();
            }
            assertThat(answer).failsWithin(Duration.ofSeconds(10));
        }
    }

    /** Issue 16: it was under way only until its last byte was given to the network. */
    @Test
    void anAnswerIsUnderWayUntilItsLastByteIsOutAndWhatComesMeanwhileIsServed() throws Exception {
        try (PackagedService service = service(0, 20_000); Socket slow = new Socket(); Socket other = connect(service)) {
            eventCom.list(MANY);
            slow.setReceiveBufferSize(8 * 1024);
            slow.connect(other.getRemoteSocketAddress());
            slow.setSoTimeout(10_000);
            slow.getOutputStream().write(get("/getEvents"));
            assertThat(slow.getInputStream().read()).isEqualTo('H');
            other.getOutputStream().write(get("/nix"));
            assertThat(status(other)).isEqualTo(404);

            service.terminate();
            eventually("it waits", () -> service.output().contains("Waiting for HTTP requests to complete"));
            other.getOutputStream().write(get("/nix"));
            String late = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String answer = "H" + new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(late).startsWith("HTTP/1.1 404 ").containsIgnoringCase("\r\nConnection: close\r\n");
            assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith(CountingEventCom.listOf(MANY));
            assertThat(service.exitCode()).isEqualTo(TERMINATED);
        }
    }

    private static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static Socket connect(PackagedService service) throws IOException {
        Socket socket = new Socket("localhost", URI.create(service.url()).getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Reads one answer, which is short. */
    private static int status(Socket socket) throws IOException {
        byte[] answer = new byte[8_192];
        int length = socket.getInputStream().read(answer);
        return Integer.parseInt(new String(answer, 0, length, StandardCharsets.US_ASCII).split(" ")[1]);
    }

    private CompletableFuture<HttpResponse<String>> underWay(PackagedService service) {
        eventCom.hold();
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> service.get(PATH));
        eventually("a request under way", () -> eventCom.now() == 1 || answer.isDone());
        assertThat(answer).as(service.output()).isNotDone();
        return answer;
    }
}

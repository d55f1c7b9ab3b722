package io.eventmanagement;

import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.RawEventCom.answer;
import static io.eventmanagement.RawEventCom.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged service in front of an event.com whose connections aren't as they should be: each answer belongs to its call.
 */
class UpstreamWireIT {

    private static final int CALLS = 1_000;
    private static final int ADDS = 200;

    @TempDir
    private Path directory;

    private static PackagedService service(String url, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("EVENT_API_BASE_URL", url, "CACHE_EVENT_TTL_MS", "0",
                "CACHE_USER_TTL_MS", "0", "CACHE_STALE_MS", "0", "CIRCUIT_BREAKER_FAILURE_THRESHOLD", "100"));
        settings.putAll(more);
        return PackagedService.start(settings);
    }

    /** Each answer names what it answers. */
    private static String body(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("/getUserById/")) {
            return "{\"id\":\"" + last + "\",\"userName\":\"user " + last + "\",\"events\":[]}";
        }
        if (path.startsWith("/getEventById/")) {
            return "{\"id\":\"" + last + "\",\"name\":\"event " + last + "\"}";
        }
        return path.equals("/addEvent") ? "{\"success\":true}" : "[{\"path\":\"" + path + "\"}]";
    }

    private static void misbehave(RawEventCom.Connection connection, String path, int number) throws Exception {
        String answer = ok(body(path));
        switch (path.contains("late") ? 9 : number % 9) {
            case 1 -> connection.send("HTTP/1.1 102 Processing\r\n\r\n" + answer);
            case 2 -> {
                connection.send("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n");
                connection.send(answer);
            }
            case 3 -> {
                connection.send(answer("200 OK", "Connection: close\r\n", body(path)));
                connection.close();
            }
            case 4 -> connection.send(answer + ok("{\"id\":\"other\",\"userName\":\"other\",\"success\":true}"));
            case 5 -> connection.send(answer + "HTTP/1.1 200 OK\r\nContent-");
            case 6 -> {
                connection.send(answer);
                if (!path.equals("/addEvent")) {
                    connection.close();
                }
            }
            case 9 -> {
                LockSupport.parkNanos(2_500_000_000L);
                connection.send(answer);
            }
            default -> connection.send(answer);
        }
    }

    private static int refusedRetries(String metrics) {
        Matcher refused = Pattern.compile("(?m)^retry_budget_refusals_total (\\d+)").matcher(metrics);
        assertThat(refused.find()).isTrue();
        return Integer.parseInt(refused.group(1));
    }

    @Test
    void noAnswerIsGivenToAnotherCall() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try (RawEventCom eventCom = new RawEventCom(UpstreamWireIT::misbehave);
                PackagedService service = service(eventCom.url(), Map.of("EVENT_API_READ_TIMEOUT_MS", "2000"))) {
            // The first calls of a JVM take longer than that.
            eventually("a first answer", () -> service.get("/getUsers").statusCode() == 200);
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                int n = i;
                calls.add(() -> call(service, n));
            }

            List<String> wrong = new ArrayList<>();
            for (Future<String> call : clients.invokeAll(calls)) {
                wrong.add(call.get());
            }

            wrong.removeIf(String::isEmpty);
            String metrics = service.manage("/q/metrics").body();
            Map<Boolean, List<String>> lost = wrong.stream().filter(answer -> answer.contains(": 502 "))
                    .collect(Collectors.partitioningBy(answer -> answer.contains("/addEvent")));
            assertThat(wrong).hasSize(lost.get(true).size() + lost.get(false).size());
            // Sent on a connection that event.com was closing, unasked and unsaid.
            assertThat(lost.get(true)).as("adds").hasSizeLessThanOrEqualTo(CALLS / 5 / 20);
            assertThat(lost.get(false)).as("reads that weren't tried again, to spare event.com")
                    .hasSizeLessThanOrEqualTo(refusedRetries(metrics));
            assertThat(metrics)
                    .containsPattern("upstream_unexpected_answers_total\\{reason=\"after-answer\"} [1-9]");
            assertThat(service.output().lines().filter(line -> line.contains("sent something that no call expects")))
                    .hasSize(1);
        } finally {
            clients.shutdownNow();
        }
    }

    /** @return what was wrong with it, or nothing */
    private static String call(PackagedService service, int n) {
        if (n % 50 == 0) {
            HttpResponse<String> late = service.get("/api/v1/users/late" + n);
            return late.statusCode() == 504 ? "" : "late " + n + ": " + late.statusCode() + " " + late.body();
        }
        HttpResponse<String> answer;
        String expected;
        switch (n % 5) {
            case 0 -> {
                answer = service.get("/api/v1/events/" + n);
                expected = "event " + n;
            }
            case 1 -> {
                answer = service.get("/getUsers");
                expected = "/getUsers";
            }
            case 2 -> {
                answer = service.post("/addEvent", "{\"name\":\"n\",\"userId\":\"" + n + "\"}");
                expected = "{\"success\":true}";
            }
            default -> {
                answer = service.get("/api/v1/users/" + n);
                expected = "user " + n;
            }
        }
        return answer.body().contains(expected) && answer.statusCode() == 200 ? ""
                : n + ": " + answer.statusCode() + " " + answer.body();
    }

    @Test
    void aServerThatSaysThatItClosesEachConnectionLosesNoAdd() throws Exception {
        try (RawEventCom eventCom = new RawEventCom((connection, path, number) -> {
            connection.send(answer("200 OK", "Connection: close\r\n", body(path)));
            connection.close();
        });
                PackagedService service = service(eventCom.url(), Map.of())) {
            assertThat(adds(service)).hasSize(ADDS).containsOnly(200);
        }
    }

    /** Until it is known that it does, an add may be sent on a connection that is being closed. */
    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 3, 50 })
    void aServerThatDoesNotSaySoLosesFewAdds(int closesAfterMs) throws Exception {
        try (RawEventCom eventCom = new RawEventCom((connection, path, number) -> {
            connection.send(ok(body(path)));
            LockSupport.parkNanos(closesAfterMs * 1_000_000L);
            connection.close();
        });
                // The look-up of the user opens a connection, on which the add finds nobody.
                PackagedService service = service(eventCom.url(), Map.of("CACHE_USER_TTL_MS", "0"))) {
            assertThat(adds(service).stream().filter(status -> status != 200)).hasSizeLessThanOrEqualTo(ADDS / 20)
                    .allMatch(status -> status == 502);
        }
    }

    private static List<Integer> adds(PackagedService service) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < ADDS; i++) {
            statuses.add(service.post("/addEvent", "{\"name\":\"n\",\"userId\":\"1\"}").statusCode());
        }
        return statuses;
    }

    /** The host's first address has nobody, and the connection to the second is kept by event.com for longer than by us. */
    @Test
    void theNextAddressIsTriedAndItsConnectionIsClosedWhenItIsIdle() throws Exception {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.2 event.test\n127.0.0.1 event.test\n");
        try (RawEventCom eventCom = new RawEventCom(
                (connection, path, number) -> connection.send(answer("200 OK", "Keep-Alive: timeout=600\r\n", body(path))));
                PackagedService service = service("http://event.test:" + eventCom.port(),
                        Map.of("QUARKUS_VERTX_RESOLVER_HOSTS_PATH", hosts.toString()))) {

            HttpResponse<String> answer = service.get("/getUsers");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(eventCom.open()).isEqualTo(1);
            eventually("none is open", () -> eventCom.open() == 0);
        }
    }
}

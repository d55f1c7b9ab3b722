package io.eventmanagement;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.eventmanagement.ScriptedEventCom.Way;
import io.restassured.path.json.JsonPath;

/**
 * Outages from their beginning to their end, in each way in which event.com may be down, as clients, event.com and an operator
 * of the packaged service see them (docs/resilience.md, "Recovery"). After each, everything is as it was before it.
 */
@Execution(ExecutionMode.CONCURRENT)
class OutageReplayIT {

    /** Who asks after an outage. */
    enum Traffic {
        STEADY,
        SPARSE,
        SPARSE_WITH_NOTHING_KNOWN
    }

    private static final int CIRCUIT_MS = 500;

    private static final Map<String, String> SETTINGS = Map.of(
            "EVENT_API_READ_TIMEOUT_MS", "1500",
            "EVENT_API_ADD_TIMEOUT_MS", "1500",
            "EVENT_API_DEADLINE_MS", "6000",
            "CIRCUIT_BREAKER_READ_DELAY_MS", String.valueOf(CIRCUIT_MS),
            "CIRCUIT_BREAKER_RESET_TIMEOUT_MS", String.valueOf(CIRCUIT_MS),
            "CIRCUIT_BREAKER_MAX_RESET_TIMEOUT_MS", String.valueOf(CIRCUIT_MS),
            "CACHE_EVENT_TTL_MS", "50",
            "CACHE_USER_TTL_MS", "0");

    /** Each has a last good answer, and together they are of each of the four reads. */
    private static final List<String> KNOWN = List.of("/getUsers", "/getEvents", "/getEventsByUserId/1");

    /** As event.com's paths have them, and as the circuits are called. */
    private static final Map<String, String> OPERATIONS = Map.of("getUsers", "get-users", "getEvents", "get-events",
            "getUserById", "get-user-by-id", "getEventById", "get-event-by-id", "addEvent", "add-event");

    private static final String EVENT = "{\"name\":\"Launch\",\"userId\":1}";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** What clients do and got. Each add that succeeds takes last good answers away, so there are some during outages alone. */
    private record Scene(PackagedService service, ScriptedEventCom eventCom, AtomicInteger unknown, AtomicBoolean adding,
            AtomicInteger adds, AtomicInteger reads, Queue<HttpResponse<String>> known,
            Queue<HttpResponse<String>> others) {

        private Scene(PackagedService service, ScriptedEventCom eventCom) {
            this(service, eventCom, new AtomicInteger(), new AtomicBoolean(), new AtomicInteger(), new AtomicInteger(),
                    new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterEachOutageEverythingIsAsItWasBefore(Traffic traffic) throws Exception {
        try (ScriptedEventCom eventCom = new ScriptedEventCom();
                PackagedService service = PackagedService.start(with("EVENT_API_BASE_URL", eventCom.url()))) {
            Scene scene = new Scene(service, eventCom);
            // The first calls of a JVM take longer than the time-outs.
            eventually("a first answer", () -> service.post("/addEvent", EVENT).statusCode() == 200
                    && KNOWN.stream().allMatch(path -> isFresh(scene, path)));
            for (Way way : Way.values()) {
                assertAllIsWell(scene, "before " + way);
                ScheduledExecutorService clients = Executors.newSingleThreadScheduledExecutor();
                try {
                    AtomicInteger n = new AtomicInteger();
                    clients.scheduleAtFixedRate(() -> send(scene, n.getAndIncrement()), 0, 20, TimeUnit.MILLISECONDS);
                    outage(scene, way);
                    if (traffic == Traffic.STEADY) {
                        eventually("fresh under load after " + way,
                                () -> KNOWN.stream().allMatch(path -> isFresh(scene, path)));
                    }
                } finally {
                    clients.shutdownNow();
                    clients.awaitTermination(10, TimeUnit.SECONDS);
                }
                // Or one that is still on its way would find what was known forgotten.
                eventually("each read has its answer: " + way, () -> scene.reads.get() == 0);
                if (traffic != Traffic.STEADY) {
                    askOnce(scene, traffic, way);
                }
                assertAllIsWell(scene, "after " + way);
                assertThat(scene.known).as("reads with a last good answer, %s", way).isNotEmpty()
                        .allSatisfy(answer -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200));
                assertThat(scene.others).as("all others, %s", way).isNotEmpty()
                        .allSatisfy(answer -> assertThat(answer.statusCode()).as(answer.body()).isIn(200, 502, 503, 504));
                scene.known.clear();
                scene.others.clear();
            }
        }
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put(name, value);
        return settings;
    }

    // ---- The outage ----

    private static void outage(Scene scene, Way way) {
        scene.eventCom.goDown(way);
        scene.adding.set(true);
        // Reads of one thing are one call, so it takes different ones to open a circuit soon.
        for (int i = 0; i < 25; i++) {
            Stream.of("/getUsers", "/getEvents")
                    .forEach(path -> sendOther(scene, get(scene, path).header("Cache-Control", "no-cache")));
            sendUnknown(scene);
        }
        eventually("no circuit is closed: " + way, () -> {
            sendAdd(scene);
            return states(scene).values().stream().noneMatch("CLOSED"::equals);
        });
        // What began before that may take its time-out, and goes on being tried until the circuit says no.
        eventually("what began before is over: " + way, () -> scene.eventCom.underWay() <= OPERATIONS.size());
        long begin = System.nanoTime();
        scene.eventCom.countAnew();
        eventually("stale answers: " + way, () -> System.nanoTime() - begin > Duration.ofMillis(2 * CIRCUIT_MS).toNanos()
                && KNOWN.stream().allMatch(path -> isStale(scene.service.get(path))));
        assertThat(states(scene)).as("during %s", way).doesNotContainValue("CLOSED");
        assertThat(scene.service.isReady()).as("ready during %s", way).isTrue();
        OPERATIONS.keySet().forEach(operation -> {
            long waits = Duration.ofNanos(System.nanoTime() - begin).toMillis() / CIRCUIT_MS;
            assertThat(scene.eventCom.most(operation)).as("calls of %s at once: %s", operation, way).isLessThanOrEqualTo(1);
            assertThat((long) scene.eventCom.begun(operation)).as("calls of %s: %s", operation, way)
                    .isLessThanOrEqualTo(waits + 1);
        });
        scene.adding.set(false);
        eventually("no add is under way", () -> scene.adds.get() == 0);
        scene.eventCom.comeBack();
    }

    /** Asks once for each operation when nobody else does, and as soon as its call is over everything is fresh. */
    private static void askOnce(Scene scene, Traffic traffic, Way way) {
        eventually("nobody waits, and no wait is left: " + way, () -> isIdle(scene) && hasNoWaitLeft(scene));
        if (traffic == Traffic.SPARSE_WITH_NOTHING_KNOWN) {
            scene.service.clearCache();
        }
        for (String path : KNOWN) {
            // Half-open, one of the calls for a user's events is made and the others are refused.
            assertThat(scene.service.get(path).statusCode()).as("%s after %s", path, way).isIn(200, 503);
        }
        if (traffic == Traffic.SPARSE_WITH_NOTHING_KNOWN) {
            // What was the call for the user is now that for one of the events.
            scene.service.get("/getEventsByUserId/1");
        }
        assertThat(scene.service.post("/addEvent", EVENT).statusCode()).as("an add after %s", way).isEqualTo(200);
        eventually("closed by one call each: " + way, () -> states(scene).values().stream().allMatch("CLOSED"::equals));
        KNOWN.forEach(path -> assertThat(isFresh(scene, path)).as("%s after %s", path, way).isTrue());
    }

    // ---- The clients ----

    private static void send(Scene scene, int n) {
        String path = KNOWN.get(n % KNOWN.size());
        scene.reads.incrementAndGet();
        send(get(scene, path)).thenAccept(scene.known::add)
                .whenComplete((answered, failed) -> scene.reads.decrementAndGet());
        if (n % 10 == 0) {
            sendUnknown(scene);
        }
        if (n % 20 == 0 && scene.adding.get()) {
            sendAdd(scene);
        }
    }

    private static void sendUnknown(Scene scene) {
        int n = scene.unknown.getAndIncrement();
        sendOther(scene, get(scene, "/api/v1/users/new-" + n));
        sendOther(scene, get(scene, "/api/v1/events/new-" + n));
    }

    private static void sendAdd(Scene scene) {
        scene.adds.incrementAndGet();
        send(get(scene, "/addEvent").header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(EVENT))).thenAccept(scene.others::add)
                .whenComplete((answered, failed) -> scene.adds.decrementAndGet());
    }

    private static void sendOther(Scene scene, HttpRequest.Builder request) {
        send(request).thenAccept(scene.others::add);
    }

    private static HttpRequest.Builder get(Scene scene, String path) {
        return HttpRequest.newBuilder(URI.create(scene.service.url() + path));
    }

    private static CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }

    // ---- What is to be seen ----

    private static boolean isStale(HttpResponse<String> answer) {
        return answer.headers().firstValue("Cache-Status").orElse("").contains("stale-if-error");
    }

    private static boolean isFresh(Scene scene, String path) {
        HttpResponse<String> answer = scene.service.get(path);
        return answer.statusCode() == 200 && !isStale(answer) && scene.eventCom.isNew(answer.body());
    }

    private static void assertAllIsWell(Scene scene, String when) {
        eventually("nothing is under way, and no wait is left " + when,
                () -> isIdle(scene) && scene.eventCom.underWay() == 0 && hasNoWaitLeft(scene));
        assertThat(scene.service.post("/addEvent", EVENT).statusCode()).as("an add %s", when).isEqualTo(200);
        KNOWN.forEach(path -> assertThat(isFresh(scene, path)).as("%s %s", path, when).isTrue());
        assertThat(states(scene)).as(when).hasSameSizeAs(OPERATIONS).containsOnlyKeys(OPERATIONS.values())
                .allSatisfy((circuit, state) -> assertThat(state).as(circuit).isEqualTo("CLOSED"));
        JsonPath ready = JsonPath.from(scene.service.manage("/q/health/ready").body());
        assertThat(ready.getString("status")).as(when).isEqualTo("UP");
        OPERATIONS.values().forEach(circuit -> {
            assertThat(ready.getString("checks.find { it.name == '" + circuit + "' }.data.state")).isEqualTo("CLOSED");
            assertThat(metric(scene, "circuit_state{circuit=\"" + circuit + "\",state=\"CLOSED\"}")).as(when).isEqualTo(1);
        });
    }

    private static boolean isIdle(Scene scene) {
        return metric(scene, "bulkhead_running") == 0 && metric(scene, "bulkhead_waiting") == 0;
    }

    private static boolean hasNoWaitLeft(Scene scene) {
        return circuits(scene).getList("retryAfterMs", Integer.class).stream().allMatch(wait -> wait == 0);
    }

    private static double metric(Scene scene, String name) {
        return scene.service.manage("/q/metrics").body().lines().filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).findFirst().orElseThrow();
    }

    private static JsonPath circuits(Scene scene) {
        return JsonPath.from(scene.service.manage("/q/circuits").body());
    }

    private static Map<String, String> states(Scene scene) {
        JsonPath circuits = circuits(scene);
        Map<String, String> states = new TreeMap<>();
        List<String> names = circuits.getList("name");
        names.forEach(name -> states.put(name, circuits.getString("find { it.name == '" + name + "' }.state")));
        return states;
    }
}

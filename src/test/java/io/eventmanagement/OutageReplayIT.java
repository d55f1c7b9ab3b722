package io.eventmanagement;

import static io.eventmanagement.Eventually.eventually;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.eventmanagement.ScriptedEventCom.Way;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

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

    /** Of calls that may be lost to the slowness of a busy machine, one after the other. */
    private static final int ROUNDS = 3;

    private static final int CIRCUIT_MS = 100;

    /** As short as a busy machine lets a call that is answered at once come back in time. */
    private static final String TIMEOUT_MS = "500";

    private static final Map<String, String> SETTINGS = Map.of(
            "EVENT_API_READ_TIMEOUT_MS", TIMEOUT_MS,
            "EVENT_API_ADD_TIMEOUT_MS", TIMEOUT_MS,
            "EVENT_API_DEADLINE_MS", "3000",
            "CIRCUIT_BREAKER_READ_DELAY_MS", String.valueOf(CIRCUIT_MS),
            "CIRCUIT_BREAKER_RESET_TIMEOUT_MS", String.valueOf(CIRCUIT_MS),
            "CIRCUIT_BREAKER_MAX_RESET_TIMEOUT_MS", String.valueOf(CIRCUIT_MS),
            // The shortest way to open the circuit of a list: three calls that fail, one after the other.
            "QUARKUS_FAULT_TOLERANCE_GLOBAL_CIRCUIT_BREAKER_REQUEST_VOLUME_THRESHOLD", "6",
            // Before a failed read is tried again; how long that is really is RetryBackoffTest's.
            "QUARKUS_FAULT_TOLERANCE_GLOBAL_RETRY_DELAY", "5",
            "CACHE_EVENT_TTL_MS", "50",
            "CACHE_USER_TTL_MS", "0");

    /** Each has a last good answer, and together they are of each of the four reads. */
    private static final List<String> KNOWN = List.of("/getUsers", "/getEvents", "/getEventsByUserId/1");

    /** As event.com's paths have them, and as the circuits are called. */
    private static final Map<String, String> OPERATIONS = Map.of("getUsers", "get-users", "getEvents", "get-events",
            "getUserById", "get-user-by-id", "getEventById", "get-event-by-id", "addEvent", "add-event");

    private static final String EVENT = "{\"name\":\"Launch\",\"userId\":1}";

    /** Of about 15 MB. A native binary collects its garbage when it likes, and then mostly that of its young generation. */
    private static final double MEMORY_SLACK = 2e6;
    private static final double MEMORY_SLACK_WITH_GARBAGE = 16e6;

    private static final Duration PACE = Duration.ofMillis(40);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** What clients do and got. Each add that succeeds takes last good answers away, so there are some during outages alone. */
    private record Scene(PackagedService service, ScriptedEventCom eventCom, AtomicInteger unknown, AtomicBoolean adding,
            AtomicBoolean pause, AtomicInteger adds, AtomicInteger clients, Queue<HttpResponse<String>> known,
            Queue<HttpResponse<String>> others) {

        private Scene(PackagedService service, ScriptedEventCom eventCom) {
            this(service, eventCom, new AtomicInteger(), new AtomicBoolean(), new AtomicBoolean(), new AtomicInteger(),
                    new AtomicInteger(),
                    new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
        }
    }

    /** For two services at once, since more would only wait for each other's start. What hangs takes longer. */
    static Stream<Set<Way>> ways() {
        Set<Way> slow = EnumSet.of(Way.HANGING, Way.HALF_AN_ANSWER);
        return Stream.of(slow, EnumSet.complementOf(EnumSet.copyOf(slow)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void afterEachOutageEverythingIsAsItWasBefore(Set<Way> ways) throws Exception {
        try (ScriptedEventCom eventCom = new ScriptedEventCom();
                PackagedService service = PackagedService.start(with("EVENT_API_BASE_URL", eventCom.url()))) {
            Scene scene = new Scene(service, eventCom);
            // The first calls of a JVM may take longer than the time-outs.
            soon("a first answer", () -> serves(scene));
            assertAllIsWell(scene, "before the first outage");
            double memory = memory(scene);
            soon("known again", () -> serves(scene));
            for (Way way : ways) {
                for (Traffic traffic : Traffic.values()) {
                    replay(scene, way, traffic);
                }
            }
            soon("no connection to event.com is left", () -> eventCom.connections() == 0);
            assertThat(memory(scene)).as("memory, after %s", memory).isLessThan(
                    memory + (service.isNative() ? MEMORY_SLACK_WITH_GARBAGE : MEMORY_SLACK));
        }
    }

    private static void replay(Scene scene, Way way, Traffic traffic) throws InterruptedException {
        ScheduledExecutorService clients = Executors.newSingleThreadScheduledExecutor();
        try {
            AtomicInteger n = new AtomicInteger();
            clients.scheduleAtFixedRate(() -> send(scene, n.getAndIncrement()), 0, 40, TimeUnit.MILLISECONDS);
            outage(scene, way);
            if (traffic == Traffic.STEADY) {
                soon("fresh under load after " + way,
                        () -> KNOWN.stream().allMatch(path -> isFresh(scene, path)));
            }
        } finally {
            clients.shutdownNow();
            clients.awaitTermination(10, TimeUnit.SECONDS);
        }
        // Or one that is still on its way would find what was known forgotten.
        soon("each client has its answer: " + way, () -> scene.clients.get() == 0);
        if (traffic != Traffic.STEADY) {
            askOnce(scene, traffic, way);
        }
        assertAllIsWell(scene, "after " + way + ", " + traffic);
        assertThat(scene.known).as("reads with a last good answer, %s", way).isNotEmpty()
                .allSatisfy(answer -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200));
        assertThat(scene.others).as("all others, %s", way).isNotEmpty()
                .allSatisfy(answer -> assertThat(answer.statusCode()).as(answer.body()).isIn(200, 502, 503, 504));
        scene.known.clear();
        scene.others.clear();
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
        for (int i = 0; i < 12; i++) {
            Stream.of("/getUsers", "/getEvents")
                    .forEach(path -> send(scene, get(scene, path).header("Cache-Control", "no-cache"), scene.others));
            sendUnknown(scene);
        }
        soon("no circuit is closed: " + way, () -> {
            sendAdd(scene);
            return states(scene).values().stream().noneMatch("CLOSED"::equals);
        });
        // What was let through before that is not counted: nobody asks until it is over.
        scene.pause.set(true);
        soon("what began before is over: " + way,
                () -> scene.clients.get() == 0 && scene.eventCom.underWay() == 0 && isIdle(scene));
        scene.pause.set(false);
        long begin = System.nanoTime();
        scene.eventCom.countAnew();
        soon("stale answers: " + way, () -> System.nanoTime() - begin > Duration.ofMillis(2 * CIRCUIT_MS).toNanos()
                && KNOWN.stream().allMatch(path -> isStale(scene.service.get(path))));
        assertThat(states(scene)).as("during %s", way).doesNotContainValue("CLOSED");
        assertThat(scene.service.isReady()).as("ready during %s", way).isTrue();
        OPERATIONS.keySet().forEach(operation -> {
            int begun = scene.eventCom.begun(operation);
            long waits = Duration.ofNanos(System.nanoTime() - begin).toMillis() / CIRCUIT_MS;
            assertThat((long) begun).as("calls of %s: %s", operation, way).isLessThanOrEqualTo(waits + 1);
            // event.com may learn late that the service has given up a call that hung.
            assertThat(scene.eventCom.most(operation)).as("calls of %s at once: %s", operation, way)
                    .isLessThanOrEqualTo(way == Way.HANGING ? 2 : 1);
        });
        scene.adding.set(false);
        soon("no add is under way", () -> scene.adds.get() == 0);
        scene.eventCom.comeBack();
    }

    /**
     * Asks once for each operation when nobody else does, and as soon as its call is over everything is fresh. On a busy
     * machine that call may run into its time-out; then the next one after the wait counts.
     */
    private static void askOnce(Scene scene, Traffic traffic, Way way) {
        for (int round = 0; round == 0 || round < ROUNDS && !isClosed(scene); round++) {
            soon("nobody waits, and no wait is left: " + way, () -> hasNoWaitLeft(scene) && isIdle(scene));
            scene.eventCom.countAnew();
            if (traffic == Traffic.SPARSE_WITH_NOTHING_KNOWN) {
                scene.service.clearCache();
            }
            for (String path : KNOWN) {
                // Half-open, one of the calls for a user's events is made and the others are refused.
                assertThat(scene.service.get(path).statusCode()).as("%s after %s", path, way).isIn(200, 503, 504);
            }
            if (traffic == Traffic.SPARSE_WITH_NOTHING_KNOWN) {
                // What was the call for the user is now that for one of the events.
                scene.service.get("/getEventsByUserId/1");
            }
            assertThat(scene.service.post("/addEvent", EVENT).statusCode()).as("an add after %s", way).isIn(200, 503, 504);
            soon("each call is over: " + way, () -> scene.eventCom.underWay() == 0 && isIdle(scene));
            OPERATIONS.keySet().forEach(operation -> assertThat(scene.eventCom.begun(operation))
                    .as("calls of %s after %s", operation, way).isLessThanOrEqualTo(4));
        }
        assertThat(states(scene).values()).as("after one call each, %s", way).containsOnly("CLOSED");
    }

    // ---- The clients ----

    private static void send(Scene scene, int n) {
        if (scene.pause.get()) {
            return;
        }
        send(scene, get(scene, KNOWN.get(n % KNOWN.size())), scene.known);
        if (n % 5 == 0) {
            sendUnknown(scene);
        }
        if (n % 10 == 0 && scene.adding.get()) {
            sendAdd(scene);
        }
    }

    private static void sendUnknown(Scene scene) {
        int n = scene.unknown.getAndIncrement();
        send(scene, get(scene, "/api/v1/users/new-" + n), scene.others);
        send(scene, get(scene, "/api/v1/events/new-" + n), scene.others);
    }

    private static void sendAdd(Scene scene) {
        scene.adds.incrementAndGet();
        send(scene, get(scene, "/addEvent").header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(EVENT)), scene.others)
                .whenComplete((answered, failed) -> scene.adds.decrementAndGet());
    }

    private static HttpRequest.Builder get(Scene scene, String path) {
        return HttpRequest.newBuilder(URI.create(scene.service.url() + path));
    }

    private static CompletableFuture<Void> send(Scene scene, HttpRequest.Builder request,
            Queue<HttpResponse<String>> answers) {
        scene.clients.incrementAndGet();
        return HTTP.sendAsync(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString())
                .thenAccept(answers::add).whenComplete((answered, failed) -> scene.clients.decrementAndGet());
    }

    // ---- What is to be seen ----

    private static boolean isStale(HttpResponse<String> answer) {
        return answer.headers().firstValue("Cache-Status").orElse("").contains("stale-if-error");
    }

    private static boolean isFresh(Scene scene, String path) {
        HttpResponse<String> answer = scene.service.get(path);
        return answer.statusCode() == 200 && !isStale(answer) && answer.headers().firstValue("Age").isEmpty()
                && scene.eventCom.isNew(answer.body());
    }

    /** All that an outage may leave behind, but for connections and memory, which are given back in their own time. */
    private static void assertAllIsWell(Scene scene, String when) {
        soon("nothing is under way, and no wait is left " + when,
                () -> scene.eventCom.underWay() == 0 && hasNoWaitLeft(scene) && isIdle(scene));
        soon("an add and fresh reads " + when, () -> serves(scene));
        assertThat(states(scene)).as(when).hasSameSizeAs(OPERATIONS).containsOnlyKeys(OPERATIONS.values())
                .allSatisfy((circuit, state) -> assertThat(state).as(circuit).isEqualTo("CLOSED"));
        JsonObject ready = new JsonObject(scene.service.manage("/q/health/ready").body());
        assertThat(ready.getString("status")).as(when).isEqualTo("UP");
        assertThat(objects(ready.getJsonArray("checks"))
                .filter(check -> OPERATIONS.containsValue(check.getString("name")))
                .map(check -> check.getJsonObject("data").getString("state")))
                .as("in readiness %s", when).hasSameSizeAs(OPERATIONS.keySet()).containsOnly("CLOSED");
        String metrics = scene.service.manage("/q/metrics").body();
        OPERATIONS.values().forEach(circuit -> assertThat(
                sum(metrics, "circuit_state{circuit=\"" + circuit + "\",state=\"CLOSED\"}")).as(circuit).isEqualTo(1));
        // With ports that the kernel chose it is told of one of the two servers; the management port's has this request.
        assertThat(sum(metrics, "http_server_active_requests")).as("requests under way %s", when).isBetween(0.0, 1.0);
    }

    /** An add first, since it takes last good answers away. */
    private static boolean serves(Scene scene) {
        return scene.service.post("/addEvent", EVENT).statusCode() == 200
                && KNOWN.stream().allMatch(path -> isFresh(scene, path));
    }

    /** Asked for last, since all metrics cost the service some milliseconds. */
    private static boolean isIdle(Scene scene) {
        String metrics = scene.service.manage("/q/metrics").body();
        return sum(metrics, "bulkhead_running") == 0 && sum(metrics, "bulkhead_waiting") == 0;
    }

    private static boolean hasNoWaitLeft(Scene scene) {
        return circuits(scene).allMatch(circuit -> circuit.getInteger("retryAfterMs") == 0);
    }

    /** The heap that is used with nothing in the cache: the least of some times, since asking for it uses some as well. */
    private static double memory(Scene scene) {
        scene.service.clearCache();
        scene.service.collectGarbage();
        return DoubleStream
                .generate(() -> sum(scene.service.manage("/q/metrics").body(), "jvm_memory_used_bytes{area=\"heap\""))
                .limit(10).min().orElseThrow();
    }

    /** Of all series whose name and labels begin so. */
    private static double sum(String metrics, String name) {
        return metrics.lines().filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    private static boolean isClosed(Scene scene) {
        return states(scene).values().stream().allMatch("CLOSED"::equals);
    }

    /** As {@link Eventually}, at a pace that leaves the service its processor time. */
    private static void soon(String what, BooleanSupplier condition) {
        eventually(what, PACE, condition);
    }

    private static Stream<JsonObject> circuits(Scene scene) {
        return objects(new JsonArray(scene.service.manage("/q/circuits").body()));
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    private static Map<String, String> states(Scene scene) {
        return circuits(scene).collect(toMap(circuit -> circuit.getString("name"), circuit -> circuit.getString("state")));
    }
}

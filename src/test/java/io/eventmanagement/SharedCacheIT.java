package io.eventmanagement;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Two replicas of the packaged service with one Redis (docs/shared-cache.md). */
class SharedCacheIT {

    private static final Duration PACE = Duration.ofMillis(20);
    private static final String PATIENCE_MS = "2000";

    private static GrowingEventCom eventCom;
    private static TestRedis redis;
    private static PackagedService one;
    private static PackagedService other;

    @BeforeAll
    static void start() throws Exception {
        eventCom = new GrowingEventCom();
        redis = new TestRedis();
        CompletableFuture<PackagedService> second = CompletableFuture.supplyAsync(() -> replica(redis, Map.of()));
        one = replica(redis, Map.of());
        other = second.get();
    }

    private static PackagedService replica(TestRedis redis, Map<String, String> more) {
        try {
            Map<String, String> settings = new TreeMap<>(Map.of("EVENT_API_BASE_URL", eventCom.url(), "REDIS_URL", redis.url(),
                    "CACHE_USER_TTL_MS", "60000", "CACHE_EVENT_TTL_MS", "60000",
                    // The first calls of a JVM on a busy machine take longer than the default.
                    "REDIS_TIMEOUT_MS", PATIENCE_MS, "REDIS_ADD_TIMEOUT_MS", PATIENCE_MS));
            settings.putAll(more);
            return PackagedService.start(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        one.close();
        other.close();
        redis.close();
        eventCom.close();
    }

    private static void add(PackagedService replica, String user) {
        HttpResponse<String> added = replica.post("/addEvent", "{\"name\":\"n\",\"userId\":\"" + user + "\"}");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
    }

    private static int events(PackagedService replica, String user) {
        HttpResponse<String> read = replica.get("/getEventsByUserId/" + user);
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        return new JsonArray(read.body()).size();
    }

    private static String state(PackagedService replica) {
        return new JsonObject(replica.manage("/q/health/ready").body()).getJsonArray("checks").stream()
                .map(JsonObject.class::cast).filter(check -> check.getString("name").equals("redis"))
                .map(check -> check.getJsonObject("data").getString("state")).findFirst().orElseThrow();
    }

    @Test
    void whatWasAddedThroughOneIsSeenByTheNextReadThroughTheOther() throws Exception {
        int users = 8;
        int addsOfEach = 125;
        ExecutorService clients = Executors.newFixedThreadPool(users);
        try {
            List<Future<Integer>> lost = IntStream.range(0, users).mapToObj(user -> clients.submit(() -> {
                int notSeen = 0;
                for (int n = 1; n <= addsOfEach; n++) {
                    boolean odd = n % 2 == 1;
                    add(odd ? one : other, "writer" + user);
                    notSeen += events(odd ? other : one, "writer" + user) == n ? 0 : 1;
                }
                return notSeen;
            })).toList();
            for (Future<Integer> each : lost) {
                assertThat(each.get()).isZero();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    /** Of the one value that the others know, nothing is fresh here. */
    private static PackagedService withStaleAnswers() {
        return replica(redis, Map.of("CACHE_USER_TTL_MS", "1", "CACHE_EVENT_TTL_MS", "1"));
    }

    private static void assertStale(HttpResponse<String> read) {
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        assertThat(new JsonArray(read.body())).hasSize(1);
        assertThat(read.headers().firstValue("Cache-Status").orElseThrow())
                .matches("event-management; hit; ttl=-\\d+; detail=stale-if-error");
        assertThat(read.headers().firstValue("Age")).isPresent();
    }

    private static boolean areReadCircuitsOpen(PackagedService replica) {
        return new JsonArray(replica.manage("/q/circuits").body()).stream().map(JsonObject.class::cast)
                .filter(circuit -> circuit.getString("name").endsWith("-by-id"))
                .noneMatch(circuit -> circuit.getString("state").equals("CLOSED"));
    }

    private static int misses(PackagedService replica, String kind) {
        return new JsonObject(replica.manage("/q/cache").body()).getJsonObject(kind).getInteger("misses");
    }

    @Test
    void aNewReplicaAnswersStaleWhatTheOthersKnowWhileEventComIsDown() throws Exception {
        add(one, "known");
        assertThat(events(one, "known")).isEqualTo(1);
        eventually("the other knows it from Redis", PACE, () -> other.get("/getEventsByUserId/known").headers()
                .firstValue("Cache-Status").orElseThrow().contains("detail=shared"));
        eventCom.down(true);
        try (PackagedService first = withStaleAnswers()) {
            assertStale(first.get("/getEventsByUserId/known"));
            assertThat(misses(first, "users")).as("it found out for itself").isEqualTo(1);
            eventually("it is told", PACE, () -> {
                assertStale(first.get("/getEventsByUserId/known"));
                return areReadCircuitsOpen(first);
            });
            try (PackagedService second = withStaleAnswers()) {
                assertStale(second.get("/getEventsByUserId/known"));

                assertThat(misses(second, "users") + misses(second, "events")).as("it waited for no call").isZero();
            }
        } finally {
            eventCom.down(false);
        }
    }

    @Test
    void aNewReplicaFetchesNothingThatTheOthersKnow() throws Exception {
        IntStream.range(0, 30).forEach(i -> add(one, "wide"));
        assertThat(events(one, "wide")).isEqualTo(30);
        assertThat(events(other, "wide")).isEqualTo(30);
        int before = eventCom.fetches();

        try (PackagedService fresh = replica(redis, Map.of())) {
            assertThat(events(fresh, "wide")).isEqualTo(30);
        }

        assertThat(eventCom.fetches()).isEqualTo(before);
    }

    @Test
    void aRedisThatHangsStopsOrComesBackIsNoticedByNobody() throws Exception {
        try (TestRedis fragile = new TestRedis();
                PackagedService replica = replica(fragile, Map.of("REDIS_TIMEOUT_MS", "20", "REDIS_ADD_TIMEOUT_MS", "20"))) {
            // On a busy machine 20 ms may be too few for the start.
            eventually("it is up", PACE, () -> state(replica).equals("up"));
            add(replica, "steady");
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger failed = new AtomicInteger();
            List<Thread> readers = IntStream.range(0, 4).mapToObj(i -> new Thread(() -> {
                while (!over.get()) {
                    failed.addAndGet(replica.get("/getEventsByUserId/steady").statusCode() == 200 ? 0 : 1);
                    LockSupport.parkNanos(PACE.toNanos());
                }
            })).toList();
            readers.forEach(Thread::start);

            fragile.hang();
            eventually("it is given up", PACE, () -> state(replica).equals("down"));
            add(replica, "steady");
            assertThat(events(replica, "steady")).isEqualTo(2);
            fragile.goOn();
            eventually("it is taken up again", PACE, () -> state(replica).equals("up"));
            fragile.stop();
            eventually("it is given up", PACE, () -> state(replica).equals("down"));
            fragile.start();
            eventually("it is taken up again", PACE, () -> state(replica).equals("up"));

            over.set(true);
            for (Thread reader : readers) {
                reader.join();
            }
            assertThat(failed).hasValue(0);
            assertThat(transitions(replica)).endsWith("up", "down", "up", "down", "up");
        }
    }

    /** Without repeats: a reason that becomes another is told anew, and on a busy machine it may come and go in between. */
    private static List<String> transitions(PackagedService replica) {
        List<String> told = new ArrayList<>();
        replica.output().lines().filter(line -> line.contains("Redis is "))
                .map(line -> line.contains("Redis is up") ? "up" : "down")
                .filter(state -> told.isEmpty() || !told.get(told.size() - 1).equals(state))
                .forEach(told::add);
        return told;
    }

    @Test
    void whatEventComHasAcknowledgedIsAnsweredInTimeThoughOthersCannotBeTold() throws Exception {
        try (TestRedis fragile = new TestRedis();
                PackagedService replica = replica(fragile, Map.of("REDIS_ADD_TIMEOUT_MS", "10000",
                        "EVENT_API_DEADLINE_MS", "5000"))) {
            eventCom.onAdd(fragile::hang);

            add(replica, "told to nobody");
        } finally {
            eventCom.onAdd(() -> {
            });
        }
    }

    @Test
    void aLimitCountsTheRequestsToBoth() throws Exception {
        Map<String, String> limited = Map.of("RATE_LIMIT_REQUESTS", "20", "RATE_LIMIT_WINDOW_MS", "600000", "REDIS_PREFIX",
                "limited");
        try (PackagedService first = replica(redis, limited); PackagedService second = replica(redis, limited)) {
            List<Integer> statuses = new ArrayList<>(Collections.nCopies(30, 0));
            for (int i = 0; i < statuses.size(); i++) {
                // With a body, which has to be there after the wait for Redis.
                statuses.set(i, (i % 2 == 0 ? first : second).post("/addEvent", "{\"name\":\"n\",\"userId\":\"limited\"}")
                        .statusCode());
            }

            assertThat(statuses.subList(0, 20)).containsOnly(200);
            assertThat(statuses.subList(20, 30)).containsOnly(429);
        }
    }

    @Test
    void ofRedisAnOperatorSeesItsStateAndItsCalls() {
        events(one, "seen");

        assertThat(state(one)).isEqualTo("up");
        assertThat(Arrays.asList(one.manage("/q/metrics").body().split("\n")))
                .anyMatch(line -> line.matches("redis_up 1(\\.0)?"))
                .anyMatch(line -> line.matches("redis_calls_total\\{call=\"catch-up\",outcome=\"ok\"} [1-9].*"));
    }
}

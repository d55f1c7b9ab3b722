package io.eventmanagement;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.vertx.core.json.JsonObject;

/**
 * Two replicas of the packaged service with one PostgreSQL: what a client was told is accepted is stored by event.com once, and
 * each user's in the order of acceptance, whatever fails meanwhile (docs/durable-adds.md).
 */
class DeliveryIT {

    private static final int USERS = 8;
    private static final int ADDS_OF_EACH = 12;
    private static final int CLIENTS = 50;

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PACE = Duration.ofMillis(50);

    private static final List<PackagedService> REPLICAS = new CopyOnWriteArrayList<>();
    private static StoringEventCom eventCom;
    private static TestPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        eventCom = new StoringEventCom();
        postgres = new TestPostgres();
        CompletableFuture<PackagedService> second = CompletableFuture.supplyAsync(DeliveryIT::replica);
        REPLICAS.add(replica());
        REPLICAS.add(second.get());
    }

    private static PackagedService replica() {
        try {
            return PackagedService.start(Map.of("EVENT_API_BASE_URL", eventCom.url(), "DATABASE_URL", postgres.url(),
                    "CIRCUIT_BREAKER_RESET_TIMEOUT_MS", "50", "CIRCUIT_BREAKER_MAX_RESET_TIMEOUT_MS", "100",
                    "EVENT_API_READ_TIMEOUT_MS", "2000", "EVENT_API_ADD_TIMEOUT_MS", "2000",
                    "EVENT_API_DEADLINE_MS", "5000", "DELIVERY_SETTLE_MS", "100"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        for (PackagedService replica : REPLICAS) {
            replica.close();
        }
        postgres.close();
        eventCom.close();
    }

    @Test
    void whatIsAcceptedIsStoredOnceAndInOrderThoughReplicasDieAndEventComFails() throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        eventCom.inCycle(true);
        ExecutorService clients = Executors.newFixedThreadPool(USERS);
        try {
            List<Future<?>> users = IntStream.range(0, USERS).<Future<?>> mapToObj(user -> clients.submit(() -> {
                for (int n = 0; n < ADDS_OF_EACH; n++) {
                    addUntilAccepted("chaos" + user, name(n));
                    accepted.incrementAndGet();
                }
            })).toList();
            int all = USERS * ADDS_OF_EACH;
            eventually("some are accepted", () -> accepted.get() > all / 6);
            killAndStartAnew(0);
            eventCom.down(true);
            eventually("more are accepted while event.com is down", () -> accepted.get() > all / 2);
            killAndStartAnew(1);
            for (Future<?> user : users) {
                user.get();
            }
            eventCom.down(false);
        } finally {
            clients.shutdownNow();
        }

        assertThat(accepted).hasValue(USERS * ADDS_OF_EACH);
        eventually("all are stored", PACE, () -> IntStream.range(0, USERS)
                .allMatch(user -> eventCom.names("chaos" + user).size() >= ADDS_OF_EACH));
        eventually("nothing is open", PACE, () -> open() == 0);

        eventCom.inCycle(false);
        for (int user = 0; user < USERS; user++) {
            assertThat(eventCom.names("chaos" + user)).as("events of user %d", user)
                    .containsExactlyElementsOf(IntStream.range(0, ADDS_OF_EACH).mapToObj(DeliveryIT::name).toList());
        }
    }

    @Test
    void oneKeyIsOneEventWhicheverReplicaItComesTo() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<HttpResponse<String>>> adds = Collections.nCopies(CLIENTS,
                    () -> add(any(), "keyed", "once", "respond-async", "one-key"));
            Set<String> operations = new HashSet<>();
            for (Future<HttpResponse<String>> add : clients.invokeAll(adds)) {
                HttpResponse<String> answer = add.get();
                if (answer.statusCode() == 409) {
                    answer = add(any(), "keyed", "once", "respond-async", "one-key");
                }
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
                operations.add(answer.headers().firstValue("Location").orElseThrow());
            }

            assertThat(operations).hasSize(1);
            eventually("it is stored", () -> !eventCom.names("keyed").isEmpty());
            eventually("nothing is open", PACE, () -> open() == 0);
            assertThat(eventCom.names("keyed")).containsExactly("once");
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void whileTheDatabaseIsDownOnlyWhatNeedsItIsRefusedAndThenAllGoesOn() throws Exception {
        ConcurrentLinkedQueue<String> kept = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<HttpResponse<String>> refused = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService client = Executors.newSingleThreadExecutor();
        try {
            Future<?> adds = client.submit(() -> {
                for (int n = 0; !over.get(); n++) {
                    HttpResponse<String> answer = add(any(), "kept", name(n), "respond-async", null);
                    if (answer.statusCode() == 202) {
                        kept.add(name(n));
                    } else {
                        refused.add(answer);
                    }
                    LockSupport.parkNanos(5_000_000);
                }
            });
            for (int time = 0; time < 2; time++) {
                int before = kept.size();
                eventually("adds are accepted", () -> kept.size() > before + 10);
                refused.clear();
                postgres.stop();
                eventually("adds are refused", () -> refused.size() > 10);
                for (PackagedService replica : REPLICAS) {
                    assertThat(replica.post("/addEvent", "{\"name\":\"plain\",\"userId\":\"plain\"}").statusCode())
                            .isEqualTo(200);
                    assertThat(replica.get("/getUsers").statusCode()).isEqualTo(200);
                    assertThat(add(replica, "plain", "keyed", null, "some-key").statusCode()).isEqualTo(503);
                    assertThat(replica.manage("/q/health/ready").body()).contains("\"down\"");
                    assertThat(replica.isReady()).isTrue();
                }
                postgres.start();
            }
            int before = kept.size();
            eventually("adds are accepted again", () -> kept.size() > before + 10);
            over.set(true);
            adds.get();
        } finally {
            client.shutdownNow();
        }

        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.body()).contains("urn:problem:database-unavailable");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        });
        eventually("all that was accepted is stored", PACE, () -> eventCom.names("kept").containsAll(kept));
        eventually("nothing is open", PACE, () -> open() == 0);
        // An answer that was lost with the database may have been kept as well.
        assertThat(eventCom.names("kept")).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void aBacklogIsDrainedByLittleAndLittle() throws Exception {
        eventCom.down(true);
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (int n = 0; n < 60; n++) {
            answers.add(add(any(), "backlog" + n, "waits", "respond-async", null));
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202));
        eventCom.most();
        int before = eventCom.stored();

        eventCom.down(false);

        eventually("the first is stored", () -> eventCom.stored() > before);
        eventually("all are", () -> IntStream.range(0, 60).allMatch(n -> eventCom.names("backlog" + n).size() == 1));
        // At most twice as many with each round, on each of two replicas.
        assertThat(eventCom.most()).isLessThanOrEqualTo(64);
        assertThat(new JsonObject(REPLICAS.get(0).manage("/q/deliveries").body()).getJsonArray("notDelivered")).isEmpty();
    }

    private static String name(int n) {
        return String.format("%05d", n);
    }

    private static void killAndStartAnew(int replica) throws Exception {
        REPLICAS.get(replica).kill();
        REPLICAS.get(replica).close();
        REPLICAS.set(replica, replica());
    }

    private static PackagedService any() {
        return REPLICAS.get(ThreadLocalRandom.current().nextInt(REPLICAS.size()));
    }

    private static void addUntilAccepted(String user, String name) {
        while (true) {
            try {
                if (add(any(), user, name, "respond-async", user + '/' + name).statusCode() / 100 == 2) {
                    return;
                }
            } catch (UncheckedIOException e) {
                // The replica was killed.
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static HttpResponse<String> add(PackagedService replica, String user, String name, String prefer, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(replica.url() + "/api/v1/events"))
                .header("Content-Type", "application/json").timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(new JsonObject().put("name", name).put("userId", user).encode()));
        if (prefer != null) {
            request.header("Prefer", prefer);
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** On all replicas, as one that counted lately knows. */
    private static int open() {
        JsonObject deliveries = new JsonObject(REPLICAS.get(0).manage("/q/deliveries").body());
        return deliveries.getInteger("accepted") + deliveries.getInteger("sending");
    }
}

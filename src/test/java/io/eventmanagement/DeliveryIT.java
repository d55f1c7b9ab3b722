package io.eventmanagement;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
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

import io.vertx.core.json.JsonObject;

/**
 * Two replicas of the packaged service with one PostgreSQL: what a client was told is accepted is stored by event.com once, and
 * each user's in the order of acceptance, whatever fails meanwhile (docs/durable-adds.md).
 */
class DeliveryIT {

    private static final int USERS = 8;
    private static final int ADDS_OF_EACH = 12;
    private static final int CLIENTS = 50;

    private static final Duration PACE = Duration.ofMillis(50);

    private static Replicas replicas;

    @BeforeAll
    static void start() {
        replicas = new Replicas();
    }

    @AfterAll
    static void stop() throws Exception {
        replicas.close();
    }

    @Test
    void whatIsAcceptedIsStoredOnceAndInOrderThoughReplicasDieAndEventComFails() throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        replicas.eventCom.inCycle(true);
        ExecutorService clients = Executors.newFixedThreadPool(USERS);
        try {
            List<Future<?>> users = IntStream.range(0, USERS).<Future<?>> mapToObj(user -> clients.submit(() -> {
                for (int n = 0; n < ADDS_OF_EACH; n++) {
                    replicas.addUntilAccepted("chaos" + user, name(n));
                    accepted.incrementAndGet();
                }
            })).toList();
            int all = USERS * ADDS_OF_EACH;
            eventually("some are accepted", () -> accepted.get() > all / 6);
            replicas.killAndStartAnew(0);
            replicas.eventCom.down(true);
            eventually("more are accepted while event.com is down", () -> accepted.get() > all / 2);
            replicas.killAndStartAnew(1);
            for (Future<?> user : users) {
                user.get();
            }
            replicas.eventCom.down(false);
        } finally {
            clients.shutdownNow();
        }

        assertThat(accepted).hasValue(USERS * ADDS_OF_EACH);
        eventually("all are stored", PACE, () -> IntStream.range(0, USERS)
                .allMatch(user -> replicas.eventCom.names("chaos" + user).size() >= ADDS_OF_EACH));
        eventually("nothing is open", PACE, () -> replicas.open() == 0);

        replicas.eventCom.inCycle(false);
        for (int user = 0; user < USERS; user++) {
            assertThat(replicas.eventCom.names("chaos" + user)).as("events of user %d", user)
                    .containsExactlyElementsOf(IntStream.range(0, ADDS_OF_EACH).mapToObj(DeliveryIT::name).toList());
        }
    }

    @Test
    void oneKeyIsOneEventWhicheverReplicaItComesTo() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<HttpResponse<String>>> adds = Collections.nCopies(CLIENTS,
                    () -> replicas.add(replicas.any(), "keyed", "once", "respond-async", "one-key"));
            Set<String> operations = new HashSet<>();
            for (Future<HttpResponse<String>> add : clients.invokeAll(adds)) {
                HttpResponse<String> answer = add.get();
                if (answer.statusCode() == 409) {
                    answer = replicas.add(replicas.any(), "keyed", "once", "respond-async", "one-key");
                }
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
                operations.add(answer.headers().firstValue("Location").orElseThrow());
            }

            assertThat(operations).hasSize(1);
            eventually("it is stored", () -> !replicas.eventCom.names("keyed").isEmpty());
            eventually("nothing is open", PACE, () -> replicas.open() == 0);
            assertThat(replicas.eventCom.names("keyed")).containsExactly("once");
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
                    HttpResponse<String> answer = replicas.add(replicas.any(), "kept", name(n), "respond-async", null);
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
                replicas.postgres.stop();
                eventually("adds are refused", () -> refused.size() > 10);
                for (PackagedService replica : replicas.all()) {
                    assertThat(replica.post("/addEvent", "{\"name\":\"plain\",\"userId\":\"plain\"}").statusCode())
                            .isEqualTo(200);
                    assertThat(replica.get("/getUsers").statusCode()).isEqualTo(200);
                    assertThat(replicas.add(replica, "plain", "keyed", null, "some-key").statusCode()).isEqualTo(503);
                    assertThat(replica.manage("/q/health/ready").body()).contains("\"down\"");
                    assertThat(replica.isReady()).isTrue();
                }
                replicas.postgres.start();
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
        eventually("all that was accepted is stored", PACE, () -> replicas.eventCom.names("kept").containsAll(kept));
        eventually("nothing is open", PACE, () -> replicas.open() == 0);
        // An answer that was lost with the database may have been kept as well.
        assertThat(replicas.eventCom.names("kept")).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void aBacklogIsDrainedByLittleAndLittle() throws Exception {
        replicas.eventCom.down(true);
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (int n = 0; n < 60; n++) {
            answers.add(replicas.add(replicas.any(), "backlog" + n, "waits", "respond-async", null));
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202));
        replicas.eventCom.most();
        int before = replicas.eventCom.stored();

        replicas.eventCom.down(false);

        eventually("the first is stored", () -> replicas.eventCom.stored() > before);
        eventually("all are", () -> IntStream.range(0, 60).allMatch(n -> replicas.eventCom.names("backlog" + n).size() == 1));
        // At most twice as many with each round, on each of two replicas.
        assertThat(replicas.eventCom.most()).isLessThanOrEqualTo(64);
        assertThat(new JsonObject(replicas.get(0).manage("/q/deliveries").body()).getJsonArray("notDelivered")).isEmpty();
    }

    /** Or its user's next would wait until the lease is over, and event.com would be asked. */
    @Test
    void aReplicaThatEndsFinishesWhatItHasUnderWay() throws Exception {
        replicas.eventCom.delay(1_000);
        try {
            HttpResponse<String> accepted = replicas.add(replicas.get(0), "ending", "first", "respond-async", null);
            eventually("it is sent", () -> replicas.eventCom.underWay() == 1);

            replicas.get(0).terminate();

            assertThat(replicas.get(0).exitCode()).isEqualTo(143);
            JsonObject operation = new JsonObject(
                    replicas.get(1).get(accepted.headers().firstValue("Location").orElseThrow()).body());
            assertThat(operation.getString("state")).isEqualTo("delivered");
            assertThat(operation.getInteger("attempts")).isEqualTo(1);
        } finally {
            replicas.eventCom.delay(StoringEventCom.SHORT);
            replicas.startAnew(0);
        }
    }

    private static String name(int n) {
        return String.format("%05d", n);
    }
}

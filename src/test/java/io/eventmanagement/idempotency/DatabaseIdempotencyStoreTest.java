package io.eventmanagement.idempotency;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.TestPostgres;
import io.eventmanagement.database.Database;
import io.eventmanagement.database.Databases;
import io.eventmanagement.idempotency.BoundAdds.Fate;
import io.eventmanagement.idempotency.IdempotencyStore.Claim;
import io.eventmanagement.idempotency.IdempotencyStore.Result;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Done;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Doubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.InDoubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.NotDone;
import io.eventmanagement.idempotency.IdempotencyStore.State;
import io.eventmanagement.settings.Configured;
import io.eventmanagement.settings.DeliveryConfig;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Time;
import io.smallrye.config.SmallRyeConfig;

/** Two replicas with one PostgreSQL: a real one, whose clock can't be set, so that what is old is made so. */
class DatabaseIdempotencyStoreTest {

    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final Duration LONGEST_TURN = Duration.ofMinutes(1);
    private static final Done DONE = new Done(new byte[] { 1, 0, 2 }, "/where");
    private static final RuntimeException TOLD = new IllegalStateException("told");

    private static TestPostgres postgres;
    private static Databases databases;
    private static IdempotencyStore one;
    private static IdempotencyStore other;
    private static Database database;

    /** Of each operation. */
    private static volatile Fate fate;

    @BeforeAll
    static void givenTwoReplicas() {
        postgres = new TestPostgres();
        databases = new Databases();
        database = databases.begin(postgres, 4);
        one = store(database, LONGEST_TURN);
        other = store(databases.begin(postgres, 4), LONGEST_TURN);
        eventually("both are up", () -> isUp(one) && isUp(other));
    }

    private static boolean isUp(IdempotencyStore store) {
        return store.claim("up", "", "").onFailure().recoverWithNull().await().indefinitely() != null;
    }

    @AfterAll
    static void end() {
        databases.close();
        postgres.close();
    }

    @BeforeEach
    void givenNothing() {
        postgres.execute("delete from idempotency_key", "delete from operation");
    }

    private static IdempotencyStore store(Database database, Duration longestTurn) {
        return new DatabaseIdempotencyStore(database, (connection, operation) -> fate, longestTurn, SETTLE, databases.vertx(),
                Time.SYSTEM);
    }

    private static Claim claim(IdempotencyStore store, String key, String id) {
        return store.claim(key, "fingerprint", id).await().indefinitely();
    }

    private static Claim claim(IdempotencyStore store, String id) {
        return claim(store, "key", id);
    }

    private static void end(IdempotencyStore store, Claim claimed, Result result) {
        store.end("key", claimed, result).await().indefinitely();
    }

    private static long keys() {
        return postgres.number("select count(*) from idempotency_key");
    }

    @Test
    void whatWasDoneOnOneReplicaIsAnsweredByTheOther() {
        Claim first = claim(one, "id1");
        assertThat(first).isEqualTo(new Claim(State.NEW, "id1", 1, null, null));
        assertThat(claim(other, "id2").state()).isEqualTo(State.RUNNING);

        end(one, first, DONE);

        Claim again = claim(other, "id3");
        assertThat(again.state()).isEqualTo(State.DONE);
        assertThat(again.id()).isEqualTo("id1");
        assertThat(again.done().body()).isEqualTo(DONE.body());
        assertThat(again.done().location()).isEqualTo("/where");
        assertThat(other.claim("key", "another", "id4").await().indefinitely().state()).isEqualTo(State.OTHER_BODY);
    }

    @Test
    void afterAFailureThatHadNoEffectItIsAsIfForTheFirstTime() {
        end(one, claim(one, "id1"), new NotDone(TOLD));

        assertThat(claim(other, "id2")).isEqualTo(new Claim(State.NEW, "id2", 1, null, null));
    }

    @Test
    void whatIsInDoubtIsTheNextOnesWithItsIdAndNobodySaysThatItIsRunning() {
        long settledAt = Time.SYSTEM.nanos() + SETTLE.toNanos();
        end(one, claim(one, "id1"), new InDoubt(TOLD, new Doubt(TOLD, settledAt)));

        Claim next = claim(other, "id2");

        assertThat(next.state()).isEqualTo(State.IN_DOUBT);
        assertThat(next.id()).isEqualTo("id1");
        assertThat(next.doubt().told()).isInstanceOf(UnsettledException.class);
        assertThat(next.doubt().settledAt() - settledAt).isBetween(-SETTLE.toNanos(), Duration.ofMinutes(1).toNanos());
        assertThat(claim(one, "id3").state()).isEqualTo(State.RUNNING);
    }

    @Test
    void whatAReplicaDiedWithIsTheNextOnesOnceItsTurnIsOver() {
        claim(one, "id1");
        postgres.execute("update idempotency_key set running_until = now() - interval '1 ms'");

        Claim next = claim(other, "id2");

        assertThat(next.state()).isEqualTo(State.IN_DOUBT);
        assertThat(next.id()).isEqualTo("id1");
        assertThat(next.turn()).isEqualTo(2);
        assertThat(next.doubt().settledAt() - Time.SYSTEM.nanos()).isLessThanOrEqualTo(0);
    }

    @Test
    void whoseTurnIsOverEndsNobodyElses() {
        Claim late = claim(one, "id1");
        postgres.execute("update idempotency_key set running_until = now() - interval '1 ms'");
        Claim second = claim(other, "id2");

        end(one, late, DONE);
        assertThat(claim(one, "id3").state()).isEqualTo(State.RUNNING);
        // The third begins to count anew.
        end(other, second, new NotDone(TOLD));
        claim(other, "id4");
        end(one, late, DONE);
        end(one, late, new NotDone(TOLD));
        end(one, late, new InDoubt(TOLD, new Doubt(TOLD, 0)));

        assertThat(claim(one, "id5").state()).isEqualTo(State.RUNNING);
    }

    /** With a turn of 30 s, another replica sent what the first still had ten minutes for. */
    @Test
    void aTurnOutlastsTheDeadlineTheCallThatItLeavesAndTheTimeUntilThatIsSettled() {
        SmallRyeConfig config = Configured.with(java.util.Map.of("EVENT_API_DEADLINE_MS", "600000", "EVENT_API_ADD_TIMEOUT_MS",
                "30000", "DELIVERY_SETTLE_MS", "7000"));
        IdempotencyStore store = Idempotency.Store.inDatabase(database, null, config.getConfigMapping(EventApiConfig.class),
                config.getConfigMapping(DeliveryConfig.class), databases.vertx(), Time.SYSTEM);

        claim(store, "id1");

        assertThat(postgres.number("select extract(epoch from running_until - created_at) from idempotency_key"))
                .isEqualTo(637);
        assertThat(store.settle()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aKeyMayBeLong() {
        String key = "subject ".repeat(100_000) + "key";

        assertThat(claim(one, key, "id1").state()).isEqualTo(State.NEW);
        assertThat(claim(other, key, "id2").state()).isEqualTo(State.RUNNING);
        assertThat(claim(other, key + "2", "id3").state()).isEqualTo(State.NEW);
    }

    @Test
    void ofManyWhoComeTogetherOneHasItsTurn() throws Exception {
        List<Claim> claims = together(IntStream.range(0, 50)
                .<Callable<Claim>> mapToObj(i -> () -> claim(i % 2 == 0 ? one : other, "id" + i)).toList());

        assertThat(claims).filteredOn(claim -> claim.state() == State.NEW).hasSize(1);
        assertThat(claims).filteredOn(claim -> claim.state() == State.RUNNING).hasSize(49);
    }

    /** A key that is in the way of an insert, and gone when it is looked for, was an internal error. */
    @Test
    void aKeyThatComesAndGoesIsOneOrTheOther() throws Exception {
        List<Integer> turns = together(IntStream.range(0, 4).<Callable<Integer>> mapToObj(i -> () -> {
            IdempotencyStore store = i % 2 == 0 ? one : other;
            int had = 0;
            for (int turn = 0; turn < 300; turn++) {
                Claim claimed = claim(store, "id" + i + '-' + turn);
                if (claimed.state() == State.NEW) {
                    had++;
                    end(store, claimed, new NotDone(TOLD));
                } else {
                    assertThat(claimed.state()).isEqualTo(State.RUNNING);
                }
            }
            return had;
        }).toList());

        assertThat(turns).as("somebody had its turn").anySatisfy(had -> assertThat(had).isPositive());
        assertThat(keys()).isZero();
    }

    private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        CountDownLatch all = new CountDownLatch(tasks.size());
        try {
            List<Future<T>> running = tasks.stream().map(task -> threads.submit(() -> {
                all.countDown();
                all.await();
                return task.call();
            })).toList();
            List<T> ended = new ArrayList<>();
            for (Future<T> each : running) {
                ended.add(each.get());
            }
            return ended;
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aKeyIsKnownForADayAndThenNewForWhoeverComesFirst() {
        end(one, claim(one, "id1"), DONE);
        age("23 hours 59 minutes");
        assertThat(claim(other, "id2").state()).isEqualTo(State.DONE);

        age("24 hours 1 second");

        assertThat(claim(other, "id3")).isEqualTo(new Claim(State.NEW, "id3", 1, null, null));
    }

    private static void age(String howLong) {
        postgres.execute("update idempotency_key set created_at = now() - interval '" + howLong + "'");
    }

    @Test
    void oldOnesAreForgottenInBatchesButNotWhatIsRunningOrOpen() {
        for (String key : List.of("a", "b", "c")) {
            claim(one, key, key);
        }
        postgres.execute("update idempotency_key set running_until = null");
        claim(one, "running", "r");
        bind("accepted", givenOperation("accepted"));
        bind("sending", givenOperation("sending"));
        age("25 hours");
        claim(one, "young", "y");

        assertThat(sweep(2)).isEqualTo(2);
        assertThat(sweep(2)).isEqualTo(1);
        assertThat(sweep(2)).isZero();
        assertThat(keys()).isEqualTo(4);

        postgres.execute("update operation set state = 'delivered', finished_at = now()");
        assertThat(sweep(10)).isEqualTo(2);
    }

    private static int sweep(int most) {
        return database.call(connection -> Keys.sweep(connection, most)).await().indefinitely();
    }

    private static UUID givenOperation(String state) {
        UUID id = UUID.randomUUID();
        postgres.execute("insert into operation (id, event_id, user_id, client, body, state, is_next) values ('" + id
                + "', 'e', '" + id + "', '', '{}', '" + state + "', true)");
        return id;
    }

    @Test
    void aKeyOfAnAddThatIsDeliveredLaterGoesByWhatBecameOfThat() {
        bind("key", givenOperation("accepted"));
        fate = new Fate.Open();
        assertThat(claim(one, "id2").state()).isEqualTo(State.RUNNING);
        fate = new Fate.Delivered(new byte[] { 7 });
        Claim delivered = claim(one, "id3");
        assertThat(delivered.state()).isEqualTo(State.DELIVERED);
        assertThat(delivered.id()).isEqualTo("e");
        assertThat(delivered.done().body()).containsExactly(7);
        assertThat(other.claim("key", "another", "id4").await().indefinitely().state()).isEqualTo(State.OTHER_BODY);

        fate = new Fate.InDoubt(SETTLE);
        Claim inDoubt = claim(one, "id5");
        assertThat(inDoubt.state()).isEqualTo(State.IN_DOUBT);
        assertThat(inDoubt.id()).isEqualTo("e");
        assertThat(inDoubt.doubt().settledAt()).isPositive();
        end(one, inDoubt, DONE);
        assertThat(claim(other, "id6").state()).isEqualTo(State.DONE);
    }

    @Test
    void aKeyOfAnAddThatEndedWithoutADeliveryIsWhoeversComesFirst() {
        bind("key", givenOperation("rejected"));
        fate = new Fate.NotAdded();

        assertThat(claim(one, "id2").state()).isEqualTo(State.NEW);
        assertThat(claim(other, "id3").state()).isEqualTo(State.RUNNING);
    }

    private static void bind(String key, UUID operation) {
        assertThat(database.call(connection -> {
            try (PreparedStatement insert = connection
                    .prepareStatement("insert into idempotency_key (name, fingerprint, event_id, operation) "
                            + "values (?, 'fingerprint', 'e', ?)")) {
                insert.setString(1, Keys.name(key));
                insert.setObject(2, operation);
                return insert.executeUpdate();
            }
        }).await().indefinitely()).isEqualTo(1);
    }

    /** Whoever added an event isn't kept waiting by a database that is busy, or hangs. */
    @Test
    void theEndIsToldSoonEvenIfItIsNotKeptYet() {
        Database busy = databases.begin(postgres, 1);
        eventually("it is up", busy::isUp);
        IdempotencyStore store = store(busy, LONGEST_TURN);
        Claim claimed = claim(store, "id1");
        CountDownLatch release = new CountDownLatch(1);
        busy.keep(connection -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return null;
        }).subscribe().with(done -> {
        });

        store.end("key", claimed, DONE).await().atMost(Duration.ofMinutes(1));
        assertThat(claim(one, "id2").state()).isEqualTo(State.RUNNING);
        release.countDown();

        eventually("it is kept", () -> claim(one, "id3").state() == State.DONE);
    }
}

package io.eventmanagement.database;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.eventmanagement.TestPostgres;
import io.eventmanagement.database.Database.Work;
import io.eventmanagement.testing.LogLines;
import io.smallrye.mutiny.Uni;

/** What work meets while PostgreSQL is well, down, hung, slow, empty and back: a real one. */
class DatabaseTest {

    /** Longer than any bound; not so long as a build would wait. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static TestPostgres postgres;

    private final Databases databases = new Databases();
    private final LogLines log = new LogLines(Outage.class);

    @BeforeAll
    static void givenPostgres() {
        postgres = new TestPostgres();
    }

    @BeforeEach
    void givenItRuns() {
        postgres.start();
    }

    @AfterEach
    void end() {
        postgres.goOn();
        databases.close();
        log.close();
    }

    @AfterAll
    static void endPostgres() {
        postgres.close();
    }

    private static <T> T done(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    private static Work<Integer> statement(String sql) {
        return connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql) ? 1 : 0;
            }
        };
    }

    private static final Work<Integer> ANYTHING = statement("select 1");

    private static final Work<Integer> WRITE = statement("insert into idempotency_key (name, fingerprint, event_id) "
            + "values (gen_random_uuid()::text, '', '')");

    private static void isRefused(Uni<?> work) {
        assertThatThrownBy(() -> done(work)).isInstanceOf(DatabaseUnavailableException.class);
    }

    private Database givenDatabase(int connections) {
        Database database = databases.begin(postgres, connections);
        eventually("it is up", database::isUp);
        return database;
    }

    @Test
    void itIsUpOnceItsTablesAreMadeAndSaysSoOnce() {
        postgres.execute("drop schema public cascade", "create schema public");

        Database database = givenDatabase(2);

        assertThat(done(database.call(WRITE))).isZero();
        assertThat(log.lines()).containsExactly("The database is up");
    }

    @Test
    void whatBeginsWhileItIsDownGoesOnWhenItComes() {
        postgres.stop();
        Database database = databases.begin(postgres, 2);
        eventually("it was tried", () -> !log.lines().isEmpty());
        isRefused(database.call(ANYTHING));
        assertThat(database.isUp()).isFalse();
        assertThat(database.isDown()).isTrue();

        postgres.start();

        eventually("it is up", database::isUp);
        assertThat(done(database.call(WRITE))).isZero();
    }

    @Test
    void whenItIsStartedAgainOneLineSaysThatItWasDownAndOneThatItIsUp() {
        Database database = givenDatabase(4);
        // Each connection of the pool is used, and stale after the restart.
        CountDownLatch all = new CountDownLatch(4);
        IntStream.range(0, 4).mapToObj(i -> database.call(connection -> {
            ANYTHING.with(connection);
            all.countDown();
            await(all);
            return 1;
        }).subscribeAsCompletionStage()).toList().forEach(CompletableFuture::join);

        postgres.stop();
        postgres.start();
        isRefused(database.call(ANYTHING));
        eventually("it is up", database::isUp);
        for (int i = 0; i < 20; i++) {
            assertThat(done(database.call(WRITE))).isZero();
        }

        assertThat(log.lines()).hasSize(3).last().isEqualTo("The database is up");
        assertThat(log.lines().get(1)).startsWith("The database is down: ");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aReasonThatChangesIsToldAndOneThatIsKnownIsNot() {
        AtomicInteger tries = new AtomicInteger();
        AgroalDataSource pool = databases.pool(postgres, 2);

        Database database = databases.begin(2, () -> pool, () -> {
            if (tries.incrementAndGet() < 4) {
                throw new IllegalStateException(tries.get() == 2 ? "another" : "one");
            }
            Databases.migrate(pool);
        });

        eventually("it is up", database::isUp);
        assertThat(log.lines()).containsExactly("The database is down: it can't be migrated: one",
                "The database is down: it can't be migrated: another", "The database is up");
    }

    @Test
    void whileTheTablesAreMadeEverybodyElseIsRefusedAtOnce() {
        AgroalDataSource pool = databases.pool(postgres, 1);
        CountDownLatch migrating = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger migrations = new AtomicInteger();
        Database database = databases.begin(1, () -> pool, () -> {
            migrations.incrementAndGet();
            migrating.countDown();
            await(release);
            Databases.migrate(pool);
        });
        await(migrating);

        assertThat(database.isUp()).isFalse();
        assertThat(database.isDown()).as("nobody knows yet").isFalse();
        isRefused(database.call(ANYTHING));
        isRefused(database.keep(ANYTHING));
        release.countDown();

        eventually("it is up", database::isUp);
        // With one connection: the migration has its own.
        assertThat(done(database.call(WRITE))).isZero();
        assertThat(migrations).hasValue(1);
    }

    /** Without bounds the first two would wait for ever, and all others for them. */
    @Test
    void whileItHangsAllAreRefusedAndWhenItGoesOnAllGoesOn() {
        Database database = givenDatabase(2);
        done(database.call(ANYTHING));
        postgres.hang();

        List<CompletableFuture<Integer>> calls = IntStream.range(0, 100)
                .mapToObj(i -> database.call(ANYTHING).subscribeAsCompletionStage()).toList();

        eventually("all are refused", () -> calls.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        eventually("it is known", () -> !database.isUp());
        isRefused(database.call(ANYTHING));
        postgres.goOn();
        eventually("it is up", database::isUp);
        assertThat(done(database.call(WRITE))).isZero();
    }

    @Test
    void whatWasGivenUpIsNotCommitted() {
        Database database = givenDatabase(2);
        Semaphore givenUp = new Semaphore(0);
        Semaphore over = new Semaphore(0);
        long before = postgres.number("select count(*) from idempotency_key");

        isRefused(database.call(connection -> {
            WRITE.with(connection);
            over.release();
            givenUp.acquireUninterruptibly();
            return 1;
        }));
        over.acquireUninterruptibly();
        givenUp.release();
        // It has the same connection, or comes after it.
        done(database.keep(ANYTHING));
        eventually("its transaction is over", () -> postgres.number("select count(*) from pg_stat_activity "
                + "where application_name = 'event-management' and state = 'idle in transaction'") == 0);

        assertThat(postgres.number("select count(*) from idempotency_key")).isEqualTo(before);
    }

    @Test
    void aSlowStatementIsRefusedAndNobodyElseIs() {
        Database database = givenDatabase(2);

        isRefused(database.keep(statement("select pg_sleep(600)")));

        assertThat(database.isUp()).isTrue();
        assertThat(done(database.call(WRITE))).isZero();
    }

    @Test
    void whoWaitsForALockForTooLongIsRefusedAndNobodyElseIs() throws SQLException {
        Database database = givenDatabase(2);
        try (Connection other = postgres.connect()) {
            other.setAutoCommit(false);
            statement("select pg_advisory_xact_lock(1)").with(other);

            isRefused(database.keep(statement("select pg_advisory_xact_lock(1)")));
        }
        assertThat(database.isUp()).isTrue();
        assertThat(log.lines()).containsExactly("The database is up");
    }

    @Test
    void whatGotInTheWayOfAnotherTransactionIsDoneOnceMore() {
        Database database = givenDatabase(1);
        AtomicInteger tries = new AtomicInteger();

        int written = done(database.call(connection -> {
            if (tries.incrementAndGet() == 1) {
                throw new SQLException("deadlock detected", "40P01");
            }
            return WRITE.with(connection);
        }));
        assertThat(written).isZero();
        isRefused(database.call(connection -> {
            tries.incrementAndGet();
            throw new SQLException("could not serialize access", "40001");
        }));

        assertThat(tries).hasValue(4);
        assertThat(database.isUp()).isTrue();
    }

    @Test
    void aWrongStatementSaysNothingOfTheDatabase() {
        Database database = givenDatabase(1);

        assertThatThrownBy(() -> done(database.call(statement("select nothing of this"))))
                .hasCauseInstanceOf(SQLException.class);

        assertThat(done(database.call(WRITE))).isZero();
    }

    @Test
    void anErrorIsTold() {
        Database database = givenDatabase(1);

        assertThatThrownBy(() -> done(database.call(connection -> {
            throw new StackOverflowError("deep");
        }))).hasRootCauseInstanceOf(StackOverflowError.class);

        assertThat(done(database.call(WRITE))).isZero();
    }

    @Test
    void clientsDoNotCrowdOutWhatIsToBeKept() {
        Database database = givenDatabase(1);
        CountDownLatch release = new CountDownLatch(1);
        List<CompletableFuture<?>> calls = new ArrayList<>();
        calls.add(database.keep(connection -> {
            await(release);
            return 1;
        }).subscribeAsCompletionStage());

        eventually("no more wait", () -> {
            CompletableFuture<Integer> call = database.call(ANYTHING).subscribeAsCompletionStage();
            calls.add(call);
            return call.isCompletedExceptionally();
        });
        CompletableFuture<Integer> kept = database.keep(WRITE).subscribeAsCompletionStage();
        assertThat(calls).hasSize(1 + 1_000 + 1);
        assertThat(kept).isNotDone();
        release.countDown();

        assertThat(kept.join()).isZero();
    }

    @Test
    void oneThatWasRestoredEmptyGetsItsTablesAgain() {
        Database database = givenDatabase(2);
        postgres.execute("drop schema public cascade", "create schema public");

        isRefused(database.call(WRITE));

        eventually("it is up", database::isUp);
        assertThat(done(database.call(WRITE))).isZero();
    }

    @Test
    void oneThatTakesNoWritesIsDownUntilItDoes() {
        AgroalDataSource pool = databases.pool(postgres, 2);
        AtomicInteger uses = new AtomicInteger();
        Database database = databases.begin(2, () -> {
            uses.incrementAndGet();
            return pool;
        }, () -> Databases.migrate(pool));
        eventually("it is up", database::isUp);
        try {
            postgres.execute("alter database postgres set default_transaction_read_only = on");
            postgres.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = "
                    + "'event-management'");
            eventually("that is known", () -> {
                isRefused(database.call(WRITE));
                return !database.isUp();
            });
            int before = uses.get();

            // Of which each, by itself, would do.
            eventually("it was tried some times", () -> uses.get() > before + 6);

            assertThat(database.isUp()).isFalse();
        } finally {
            postgres.execute("set default_transaction_read_only = off",
                    "alter database postgres reset default_transaction_read_only");
        }
        eventually("it is up", database::isUp);
        assertThat(done(database.call(WRITE))).isZero();
    }
}

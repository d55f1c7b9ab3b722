package io.eventmanagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.eventmanagement.delivery.KeyUse.Binding;
import io.eventmanagement.delivery.Operation.State;
import io.eventmanagement.idempotency.BoundAdds.Fate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** The table of operations in a real PostgreSQL, as two replicas see it. */
class OperationsTest {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ZERO;

    private static EmbeddedPostgres postgres;

    private Connection one;
    private Connection other;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder().start();
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(Files.readString(Path.of("src/main/resources/db/migration/V1__operations_and_keys.sql")));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @BeforeEach
    void connectTwice() throws SQLException {
        one = connect();
        other = connect();
    }

    @AfterEach
    void leaveNothing() throws SQLException {
        one.close();
        other.close();
        try (Connection connection = connect()) {
            execute(connection, "truncate operation, idempotency_key");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Operation.New add(String user) {
        return new Operation.New(UUID.randomUUID(), UUID.randomUUID().toString(), user, "", "{}");
    }

    private Operation accept(String user) throws SQLException {
        return Operations.accept(one, add(user), null);
    }

    private List<Operation> claim() throws SQLException {
        return Operations.claim(one, 10, LEASE);
    }

    private Operation claimOne() throws SQLException {
        List<Operation> claimed = claim();
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    private Operation end(Operation operation, State state) throws SQLException {
        return Operations.finish(one, operation, state, null, state == State.DELIVERED ? "{}" : null).orElseThrow();
    }

    private Operation now(Operation operation) throws SQLException {
        return Rows.find(one, operation.id()).orElseThrow();
    }

    private static List<UUID> ids(List<Operation> operations) {
        return operations.stream().map(Operation::id).toList();
    }

    /** As if it had been done long ago. */
    private void age(Operation operation, String column) throws SQLException {
        execute(one, "update operation set " + column + " = now() - interval '2 days' where id = '" + operation.id() + "'");
    }

    // ---- Claims and leases ----

    @Test
    void aUsersOperationsAreClaimedOneAfterTheOtherInTheirOrder() throws SQLException {
        Operation first = accept("u");
        Operation second = accept("u");

        Operation claimed = claimOne();
        assertThat(claimed.id()).isEqualTo(first.id());
        assertThat(claim()).isEmpty();
        end(claimed, State.DELIVERED);

        assertThat(claimOne().id()).isEqualTo(second.id());
    }

    @Test
    void whatIsRejectedExpiredOrDiscardedLetsTheNextGoOn() throws SQLException {
        for (State state : List.of(State.REJECTED, State.EXPIRED, State.DISCARDED)) {
            accept("u");
            Operation next = accept("u");
            end(claimOne(), state);

            Operation claimed = claimOne();
            assertThat(claimed.id()).as("after " + state).isEqualTo(next.id());
            end(claimed, State.DELIVERED);
        }
    }

    @Test
    void differentUsersAreClaimedAtTheSameTime() throws SQLException {
        List<UUID> accepted = List.of(accept("a").id(), accept("b").id(), accept("c").id());

        assertThat(ids(claim())).containsExactlyInAnyOrderElementsOf(accepted);
    }

    @Test
    void twoReplicasNeverClaimTheSame() throws SQLException {
        accept("a");
        accept("b");
        one.setAutoCommit(false);
        List<Operation> mine = Operations.claim(one, 1, LEASE);
        List<Operation> theirs = Operations.claim(other, 10, LEASE);
        one.commit();

        assertThat(mine).hasSize(1);
        assertThat(theirs).hasSize(1);
        assertThat(ids(theirs)).doesNotContainAnyElementsOf(ids(mine));
        assertThat(Operations.claim(other, 10, LEASE)).isEmpty();
    }

    @Test
    void whatAReplicaThatDiedHadIsTakenOverOnceItsLeaseIsOverAndMayBeThere() throws SQLException {
        accept("u");
        List<Operation> died = Operations.claim(one, 1, Duration.ZERO);

        Operation takenOver = claimOne();

        assertThat(died.get(0).askFirst()).isFalse();
        assertThat(takenOver.askFirst()).isTrue();
        assertThat(takenOver.attempts()).isEqualTo(2);
    }

    @Test
    void whatIsSentAtOnceIsLeasedFromItsAcceptance() throws SQLException {
        Operation sending = Operations.accept(one, add("u"), LEASE);
        Operation behind = Operations.accept(one, add("u"), LEASE);

        assertThat(sending.state()).isEqualTo(State.SENDING);
        assertThat(sending.attempts()).isEqualTo(1);
        assertThat(behind.state()).isEqualTo(State.ACCEPTED);
        assertThat(behind.attempts()).isZero();
        assertThat(claim()).isEmpty();
    }

    @Test
    void whoeverLostTheLeaseChangesNothingButADelivery() throws SQLException {
        accept("u");
        Operation late = Operations.claim(one, 1, Duration.ZERO).get(0);
        Operation takenOver = claimOne();

        assertThat(Operations.later(other, late, false, SOON)).isFalse();
        assertThat(Operations.notSent(other, late, SOON)).isFalse();
        assertThat(Operations.finish(other, late, State.REJECTED, "{}", null)).isEmpty();
        assertThat(now(late)).isEqualTo(takenOver);

        assertThat(Operations.finish(other, late, State.DELIVERED, null, "{}")).isPresent();
        assertThat(Operations.later(one, takenOver, true, SOON)).isFalse();
        assertThat(now(late).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void whatFailedIsTriedAgainAfterItsWait() throws SQLException {
        accept("u");
        Operation claimed = claimOne();

        Operations.later(one, claimed, true, Duration.ofMinutes(1));
        assertThat(claim()).isEmpty();
        assertThat(now(claimed).state()).isEqualTo(State.ACCEPTED);

        execute(one, "update operation set next_attempt_at = now()");
        assertThat(claimOne().askFirst()).isTrue();
    }

    @Test
    void whatWasntSentIsNoAttemptAndSaysNothingOfEventCom() throws SQLException {
        accept("u");
        Operation first = claimOne();
        Operations.notSent(one, first, SOON);
        assertThat(now(first).attempts()).isZero();
        assertThat(now(first).askFirst()).isFalse();

        Operations.later(one, claimOne(), true, SOON);
        Operation third = claimOne();
        Operations.notSent(one, third, SOON);

        assertThat(now(first).attempts()).isEqualTo(1);
        assertThat(now(first).askFirst()).isTrue();
        assertThat(third.turn()).isEqualTo(3);
    }

    @RepeatedTest(20)
    void ofManyThatAreAcceptedAtOnceOneIsNext() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<Operation>> accepted = new ArrayList<>();
        ExecutorService replicas = Executors.newFixedThreadPool(2);
        for (Connection replica : List.of(one, other)) {
            replica.setAutoCommit(false);
            accepted.add(replicas.submit(() -> {
                start.await();
                Operations.lock(replica, "u");
                Operation operation = Operations.accept(replica, add("u"), LEASE);
                replica.commit();
                return operation;
            }));
        }
        List<State> states = new ArrayList<>();
        for (Future<Operation> operation : accepted) {
            states.add(operation.get().state());
        }
        replicas.shutdown();

        assertThat(states).containsExactlyInAnyOrder(State.SENDING, State.ACCEPTED);
    }

    @Test
    void thereIsNeverMoreThanOneNextOfAUser() throws SQLException {
        accept("u");
        accept("u");

        assertThatThrownBy(() -> execute(one, "update operation set is_next = true")).isInstanceOf(SQLException.class)
                .hasMessageContaining("operation_next");
    }

    // ---- Operators ----

    @Test
    void whatIsTriedAgainGoesBehindWhatItsUserHasAskedForSince() throws SQLException {
        Operation first = accept("u");
        end(claimOne(), State.REJECTED);
        Operation second = accept("u");
        Operation third = accept("u");

        assertThat(Operations.retry(one, now(first))).isTrue();

        List<UUID> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Operation next = claimOne();
            order.add(next.id());
            end(next, State.DELIVERED);
        }
        assertThat(order).containsExactly(second.id(), third.id(), first.id());
    }

    @Test
    void whatIsTriedAgainIsAskedForFirstAndNotBeforeItIsSettled() throws SQLException {
        Operation operation = accept("u");
        Operations.later(one, claimOne(), true, Duration.ofMinutes(1));
        end(now(operation), State.DISCARDED);

        assertThat(Operations.retry(one, now(operation))).isTrue();
        assertThat(claim()).isEmpty();

        execute(one, "update operation set next_attempt_at = now()");
        Operation again = claimOne();
        assertThat(again.askFirst()).isTrue();
        assertThat(again.finishedAt()).isNull();
    }

    @Test
    void whatIsOpenOrDeliveredIsntTriedAgain() throws SQLException {
        Operation open = accept("a");
        Operation delivered = accept("b");
        claim();
        end(now(delivered), State.DELIVERED);

        assertThat(Operations.retry(one, now(open))).isFalse();
        assertThat(Operations.retry(one, now(delivered))).isFalse();
    }

    // ---- Keys ----

    private static final KeyUse KEY = new KeyUse("k", new byte[] { 1 });

    /** As a replica does it: in one transaction. */
    private Operation acceptWithKey(Operation.New add) throws SQLException {
        one.setAutoCommit(false);
        Operations.lock(one, add.userId());
        Binding binding = KEY.bind(one, add);
        Operation operation = binding.known().isPresent() ? Rows.find(one, binding.known().get()).orElseThrow()
                : Operations.accept(one, binding.add(), LEASE);
        one.commit();
        one.setAutoCommit(true);
        return operation;
    }

    @Test
    void aKeyNamesItsOperationWhileItIsOpenAndOnceItIsDelivered() throws SQLException {
        Operation first = acceptWithKey(add("u"));

        assertThat(acceptWithKey(add("u")).id()).isEqualTo(first.id());
        assertThat(KEY.find(one)).contains(first);
        end(first, State.DELIVERED);
        assertThat(acceptWithKey(add("u")).id()).isEqualTo(first.id());
        assertThat(KeyedOperations.fate(one, first.id())).isInstanceOf(Fate.Delivered.class);
    }

    @Test
    void afterARejectionAKeyIsAsNew() throws SQLException {
        Operation first = acceptWithKey(add("u"));
        end(first, State.REJECTED);
        assertThat(KEY.find(one)).isEmpty();

        Operation second = acceptWithKey(add("u"));

        assertThat(second.eventId()).isNotEqualTo(first.eventId());
        assertThat(second.askFirst()).isFalse();
        assertThat(second.state()).isEqualTo(State.SENDING);
    }

    @Test
    void whereEventComMayHaveTheEventAKeyKeepsItsIdAndEventComIsAskedFirst() throws SQLException {
        for (State end : List.of(State.EXPIRED, State.DISCARDED)) {
            Operation first = acceptWithKey(add("u"));
            end(first, end);

            Operation second = acceptWithKey(add("u"));

            assertThat(second.id()).isNotEqualTo(first.id());
            assertThat(second.eventId()).isEqualTo(first.eventId());
            assertThat(second.askFirst()).isTrue();
            end(second, State.REJECTED);
        }
    }

    @Test
    void whereEventComMayStillBeAtItItIsAskedLater() throws SQLException {
        Operation first = acceptWithKey(add("u"));
        Operations.later(one, first, true, Duration.ofMinutes(1));
        end(now(first), State.DISCARDED);

        Operation second = acceptWithKey(add("u"));

        assertThat(second.state()).isEqualTo(State.ACCEPTED);
        assertThat(second.nextAttemptAt()).isAfter(second.acceptedAt().plusSeconds(50));
        assertThat(claim()).isEmpty();
    }

    @Test
    void whatWasNeverSentIsAsNewUnderItsKey() throws SQLException {
        Operation first = acceptWithKey(add("u"));
        Operations.notSent(one, first, SOON);
        end(now(first), State.DISCARDED);

        Fate fate = KeyedOperations.fate(one, first.id());

        assertThat(fate).isInstanceOf(Fate.NotAdded.class);
    }

    @Test
    void aPlainRequestIsToldWhatAnEndedOperationHasLeftOpen() throws SQLException {
        Operation first = acceptWithKey(add("u"));
        assertThat(KeyedOperations.fate(one, first.id())).isInstanceOf(Fate.Open.class);
        Operations.later(one, first, true, Duration.ofMinutes(1));
        end(now(first), State.EXPIRED);

        Fate fate = KeyedOperations.fate(one, first.id());

        assertThat(fate).isInstanceOfSatisfying(Fate.InDoubt.class,
                doubt -> assertThat(doubt.settledIn()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60)));
    }

    @Test
    void whatWasAskedForAgainUnderItsKeyIsntTriedAgainBesideIt() throws SQLException {
        Operation first = acceptWithKey(add("u"));
        end(first, State.EXPIRED);
        acceptWithKey(add("u"));

        assertThat(Operations.retry(one, now(first))).isFalse();
    }

    @Test
    void whatIsTriedAgainIsntLeftToAnotherRequestOfItsKey() throws SQLException {
        Operation first = acceptWithKey(add("u"));
        end(first, State.EXPIRED);
        assertThat(Operations.retry(one, now(first))).isTrue();

        assertThat(Operations.supersede(one, first.id())).isEmpty();
        assertThat(KeyedOperations.fate(one, first.id())).isInstanceOf(Fate.Open.class);
    }

    /** One of both, whichever comes first: the other waits for its lock, and sees what it did. */
    @Test
    void whileAnOperatorHasItTriedAgainItIsntLeftToAnotherRequest() throws Exception {
        Operation first = acceptWithKey(add("u"));
        end(first, State.EXPIRED);
        one.setAutoCommit(false);
        Operations.retry(one, now(first));
        ExecutorService replicas = Executors.newSingleThreadExecutor();
        Future<Optional<Duration>> superseded = replicas.submit(() -> Operations.supersede(other, first.id()));
        one.commit();
        one.setAutoCommit(true);

        assertThat(superseded.get()).isEmpty();
        replicas.shutdown();
    }

    // ---- Upkeep ----

    @Test
    void whatIsTooOldAndIsntBeingSentIsOverdue() throws SQLException {
        Operation old = accept("a");
        Operation sending = Operations.accept(one, add("b"), LEASE);
        Operation lost = Operations.accept(one, add("c"), Duration.ZERO);
        accept("d");
        for (Operation aged : List.of(old, sending, lost)) {
            age(aged, "accepted_at");
        }

        assertThat(ids(Rows.overdue(one, Duration.ofDays(1), 10))).containsExactlyInAnyOrder(old.id(), lost.id());
    }

    @Test
    void whatIsClaimedMeanwhileDoesntExpire() throws SQLException {
        Operation old = accept("u");
        age(old, "accepted_at");
        Operation overdue = Rows.overdue(one, Duration.ofDays(1), 10).get(0);
        claimOne();

        assertThat(Operations.finish(other, overdue, State.EXPIRED, "{}", null)).isEmpty();
    }

    @Test
    void twoReplicasForgetDifferentOperations() throws SQLException {
        for (int i = 0; i < 4; i++) {
            Operation operation = accept("u" + i);
            end(operation, State.DELIVERED);
            age(operation, "finished_at");
        }
        Operation young = accept("young");
        end(young, State.DELIVERED);

        one.setAutoCommit(false);
        assertThat(Rows.purge(one, Duration.ofDays(1), 3)).isEqualTo(3);
        assertThat(Rows.purge(other, Duration.ofDays(1), 3)).isEqualTo(1);
        one.commit();

        assertThat(Rows.find(other, young.id())).isPresent();
    }

    @Test
    void whatAKeyNamesIsntForgotten() throws SQLException {
        Operation operation = acceptWithKey(add("u"));
        end(operation, State.DELIVERED);
        age(operation, "finished_at");

        assertThat(Rows.purge(one, Duration.ofDays(1), 10)).isZero();
        execute(one, "delete from idempotency_key");
        assertThat(Rows.purge(one, Duration.ofDays(1), 10)).isEqualTo(1);
    }

    @Test
    void openOnesAreCountedAndTheOldestIsKnown() throws SQLException {
        assertThat(Rows.backlog(one)).isEqualTo(Backlog.NONE);

        age(accept("a"), "accepted_at");
        accept("a");
        Operations.accept(one, add("b"), LEASE);
        end(Operations.accept(one, add("c"), LEASE), State.DELIVERED);
        Backlog backlog = Rows.backlog(one);

        assertThat(backlog.accepted()).isEqualTo(2);
        assertThat(backlog.sending()).isEqualTo(1);
        assertThat(Duration.ofMillis(backlog.oldestMs())).isBetween(Duration.ofHours(47), Duration.ofHours(49));
    }

    @Test
    void amongThoseThatAreAskedForTheEndedOnesAreTold() throws SQLException {
        Operation open = accept("a");
        Operation ended = end(Operations.accept(one, add("b"), LEASE), State.DELIVERED);

        assertThat(Rows.ended(one, List.of(open.id(), ended.id(), UUID.randomUUID()))).containsExactly(ended);
    }

    @Test
    void theLatestThatWereRejectedOrExpiredAreListed() throws SQLException {
        Operation rejected = end(accept("a"), State.REJECTED);
        Operation expired = end(accept("b"), State.EXPIRED);
        end(accept("c"), State.DELIVERED);
        end(accept("d"), State.DISCARDED);

        assertThat(ids(Rows.lost(one, 10))).containsExactly(expired.id(), rejected.id());
        assertThat(ids(Rows.lost(one, 1))).containsExactly(expired.id());
    }
}

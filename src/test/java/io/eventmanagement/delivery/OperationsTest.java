package io.eventmanagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.eventmanagement.delivery.Operation.State;

/** How operations go from one state to another: claims, leases, and what an operator has done. */
class OperationsTest extends TablesTest {

    private static final Duration SOON = Duration.ZERO;

    private Operation claimOne() throws SQLException {
        List<Operation> claimed = claim();
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
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
}

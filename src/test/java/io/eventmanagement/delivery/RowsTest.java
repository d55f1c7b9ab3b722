package io.eventmanagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.eventmanagement.delivery.Operation.State;

/** What is counted, overdue, forgotten and listed. */
class RowsTest extends TablesTest {

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
        assertThat(claim()).hasSize(1);

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

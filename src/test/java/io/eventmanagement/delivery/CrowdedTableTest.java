package io.eventmanagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.eventmanagement.delivery.Operation.State;

/** What a step reads of a table with many rows, whatever the table was like when PostgreSQL planned for it. */
class CrowdedTableTest extends TablesTest {

    private static final int MANY = 5_000;
    private static final int FEW = 200;

    /** By then the driver has PostgreSQL keep a statement, and PostgreSQL may keep a plan. */
    private static final int OFTEN = 12;

    @FunctionalInterface
    private interface Step {

        void run() throws SQLException;
    }

    @ParameterizedTest(name = "{0} were open of {1} users, now {2}")
    @CsvSource({ "0, 50, 0", "0, 50, 5000", "5000, 50, 0", "5000, 1, 0", "5000, 1, 5000" })
    void aStepReadsFewRows(int open, int users, int openNow) throws SQLException {
        add(MANY, users, open == 0 ? "delivered" : "accepted");
        execute(one, "analyze operation");
        execute(one, "update operation set state = 'delivered', is_next = false, finished_at = now()");
        // As PostgreSQL does it by itself, but for the statistics.
        execute(one, "vacuum operation");
        for (int i = 0; i < OFTEN; i++) {
            steps(accept("u"), accept("u"), false);
        }
        add(openNow, users, "accepted");

        steps(accept("u"), accept("u"), true);
    }

    /** One user has all: in the order of acceptance, what is over comes before it. */
    @Test
    void theNextOfALongBacklogIsFoundAmongFewRows() throws SQLException {
        add(MANY, 1, "delivered");
        add(2 * MANY, 1, "accepted");
        execute(one, "analyze operation");

        for (int i = 0; i < OFTEN; i++) {
            Operation first = claim().get(0);
            one.setAutoCommit(false);
            step("deliver", true, () -> end(first, State.DELIVERED));
            one.commit();
            one.setAutoCommit(true);
        }
    }

    @Test
    void oneOfManyUsersIsClaimedAmongFewRows() throws SQLException {
        add(2 * MANY, 2 * MANY, "accepted");
        execute(one, "analyze operation");

        for (int i = 0; i < OFTEN; i++) {
            one.setAutoCommit(false);
            step("claim", true, () -> assertThat(Operations.claim(one, 1, LEASE)).hasSize(1));
            one.commit();
            one.setAutoCommit(true);
        }
    }

    /** All that happens to one, and to the next of its user. */
    private void steps(Operation first, Operation second, boolean isCounted) throws SQLException {
        execute(one, "update operation set next_attempt_at = '-infinity' where user_id = 'u' and state = 'accepted'");
        one.setAutoCommit(false);
        step("accept", isCounted, () -> accept("u"));
        step("claim", isCounted, () -> assertThat(Operations.claim(one, 1, LEASE)).extracting(Operation::id)
                .containsExactly(first.id()));
        step("later", isCounted, () -> Operations.later(one, now(first), true, Duration.ZERO));
        step("not sent", isCounted, () -> Operations.notSent(one, now(first), Duration.ZERO));
        step("deliver", isCounted, () -> end(now(first), State.DELIVERED));
        step("ended", isCounted, () -> assertThat(Rows.ended(one, List.of(first.id(), second.id()))).hasSize(1));
        step("reject", isCounted, () -> end(now(second), State.REJECTED));
        step("retry", isCounted, () -> assertThat(Operations.retry(one, now(second))).isTrue());
        one.rollback();
        one.setAutoCommit(true);
        execute(one, "update operation set state = 'delivered', is_next = false, finished_at = now() where user_id = 'u'");
    }

    private void step(String name, boolean isCounted, Step step) throws SQLException {
        long before = rowsRead();
        step.run();
        if (isCounted) {
            assertThat(rowsRead() - before).as("rows read: " + name).isLessThan(FEW);
        }
    }

    private void add(int count, int users, String state) throws SQLException {
        execute(one, "insert into operation (id, event_id, user_id, client, body, state, is_next, finished_at) "
                + "select gen_random_uuid(), 'e', n % " + users + ", '', '{}', '" + state + "', '" + state
                + "' = 'accepted' and n <= " + users + ", case '" + state + "' when 'delivered' then now() end "
                + "from generate_series(1, " + count + ") n");
    }

    /** Of the table and its indexes, in this transaction. */
    private long rowsRead() throws SQLException {
        try (Statement statement = one.createStatement();
                ResultSet row = statement.executeQuery("select sum(pg_stat_get_xact_tuples_returned(oid)) from pg_class "
                        + "where oid = 'operation'::regclass or oid in "
                        + "(select indexrelid from pg_index where indrelid = 'operation'::regclass)")) {
            row.next();
            return row.getLong(1);
        }
    }
}

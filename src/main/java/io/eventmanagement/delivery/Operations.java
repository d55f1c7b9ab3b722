package io.eventmanagement.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import io.eventmanagement.delivery.Operation.State;

/**
 * The table of operations. All times are the database's, so that replicas needn't agree on theirs. What changes who is a user's
 * first holds a lock of that user's, so that nobody overtakes and nobody is forgotten.
 */
final class Operations {

    private static final String COLUMNS = "seq, id, event_id, user_id, client, body, state, ask_first, attempts, accepted_at, "
            + "next_attempt_at, finished_at, problem, receipt";

    private static final String OPEN = "state in ('accepted', 'sending')";

    private Operations() {
    }

    private static Operation read(ResultSet row) throws SQLException {
        State state = State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
        return new Operation(row.getLong("seq"), row.getObject("id", UUID.class), row.getString("event_id"),
                row.getString("user_id"), row.getString("client"), row.getString("body"), state, row.getBoolean("ask_first"),
                row.getInt("attempts"), instant(row, "accepted_at"),
                state.isOpen() ? instant(row, "next_attempt_at") : null, instant(row, "finished_at"),
                row.getString("problem"), row.getString("receipt"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static List<Operation> all(PreparedStatement statement) throws SQLException {
        List<Operation> all = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                all.add(read(rows));
            }
        }
        return all;
    }

    private static void lock(Connection connection, String userId) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 18))")) {
            lock.setString(1, userId);
            lock.execute();
        }
    }

    /**
     * Accepts an add.
     *
     * @param lease not null if the caller will send it at once, should it be the first of its user
     */
    static Operation accept(Connection connection, Operation.New add, Duration lease) throws SQLException {
        lock(connection, add.userId());
        try (PreparedStatement insert = connection.prepareStatement("with ahead as (select exists (select 1 from operation "
                + "where user_id = ? and " + OPEN + ") as is_any) insert into operation (id, event_id, user_id, client, body, "
                + "state, is_next, attempts, leased_until) select ?, ?, ?, ?, ?, "
                + "case when ? and not is_any then 'sending' else 'accepted' end, not is_any, "
                + "case when ? and not is_any then 1 else 0 end, "
                + "case when ? and not is_any then now() + ? * interval '1 millisecond' end from ahead returning " + COLUMNS)) {
            insert.setString(1, add.userId());
            insert.setObject(2, add.id());
            insert.setString(3, add.eventId());
            insert.setString(4, add.userId());
            insert.setString(5, add.client());
            insert.setString(6, add.body());
            for (int i = 7; i <= 9; i++) {
                insert.setBoolean(i, lease != null);
            }
            insert.setLong(10, lease == null ? 0 : lease.toMillis());
            return all(insert).get(0);
        }
    }

    /**
     * Takes due operations, at most so many, for as long as the lease lasts. What somebody else's lease ran out of may be
     * there.
     */
    static List<Operation> claim(Connection connection, int most, Duration lease) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement("with due as (select seq from operation where is_next and "
                + OPEN + " and next_attempt_at <= now() and (leased_until is null or leased_until <= now()) "
                + "order by next_attempt_at, seq limit ? for update skip locked) "
                + "update operation o set ask_first = ask_first or state = 'sending', state = 'sending', attempts = attempts + 1, "
                + "leased_until = now() + ? * interval '1 millisecond' from due where o.seq = due.seq returning o."
                + COLUMNS.replace(", ", ", o."))) {
            claim.setInt(1, most);
            claim.setLong(2, lease.toMillis());
            return all(claim);
        }
    }

    /** @return false if somebody else has it by now, since the lease was over */
    static boolean later(Connection connection, Operation claimed, boolean mayBeThere, Duration after) throws SQLException {
        try (PreparedStatement update = connection
                .prepareStatement("update operation set state = 'accepted', leased_until = null, "
                        + "ask_first = ?, next_attempt_at = now() + ? * interval '1 millisecond' "
                        + "where seq = ? and attempts = ? and state = 'sending'")) {
            update.setBoolean(1, mayBeThere);
            update.setLong(2, after.toMillis());
            update.setLong(3, claimed.seq());
            update.setInt(4, claimed.attempts());
            return update.executeUpdate() == 1;
        }
    }

    /** Ends it; the next of its user goes on. A delivery is one, whoever has the lease by now. */
    static Optional<Operation> finish(Connection connection, Operation operation, State state, String problem, String receipt)
            throws SQLException {
        lock(connection, operation.userId());
        Optional<Operation> finished;
        try (PreparedStatement update = connection.prepareStatement("update operation set state = ?, problem = ?, receipt = ?, "
                + "finished_at = now(), leased_until = null, is_next = false where seq = ? and " + OPEN
                + (state == State.DELIVERED ? "" : " and attempts = " + operation.attempts()) + " returning " + COLUMNS)) {
            update.setString(1, state.name().toLowerCase(Locale.ROOT));
            update.setString(2, problem);
            update.setString(3, receipt);
            update.setLong(4, operation.seq());
            finished = all(update).stream().findFirst();
        }
        if (finished.isPresent()) {
            try (PreparedStatement next = connection.prepareStatement("update operation set is_next = true where seq = "
                    + "(select min(seq) from operation where user_id = ? and " + OPEN + ")")) {
                next.setString(1, operation.userId());
                next.executeUpdate();
            }
        }
        return finished;
    }

    static Optional<Operation> find(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS + " from operation where id = ?")) {
            select.setObject(1, id);
            return all(select).stream().findFirst();
        }
    }

    /** What is too old to be delivered, and isn't being sent. */
    static List<Operation> overdue(Connection connection, Duration maxAge, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS + " from operation where " + OPEN
                + " and accepted_at < now() - ? * interval '1 millisecond' and (leased_until is null or leased_until <= now()) "
                + "order by seq limit ?")) {
            select.setLong(1, maxAge.toMillis());
            select.setInt(2, most);
            return all(select);
        }
    }

    /** Forgets what ended so long ago. */
    static int purge(Connection connection, Duration keep, int most) throws SQLException {
        try (PreparedStatement delete = connection
                .prepareStatement("delete from operation where seq in (select seq from operation "
                        + "where finished_at < now() - ? * interval '1 millisecond' limit ?)")) {
            delete.setLong(1, keep.toMillis());
            delete.setInt(2, most);
            return delete.executeUpdate();
        }
    }

    /** The last that ended without a delivery, the latest first. */
    static List<Operation> lost(Connection connection, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS + " from operation where "
                + "state in ('rejected', 'expired') order by finished_at desc limit ?")) {
            select.setInt(1, most);
            return all(select);
        }
    }

    /** Has what ended without a delivery tried again, behind what its user has asked for since. */
    static boolean retry(Connection connection, Operation operation) throws SQLException {
        lock(connection, operation.userId());
        try (PreparedStatement update = connection
                .prepareStatement("update operation set state = 'accepted', finished_at = null, "
                        + "problem = null, ask_first = true, accepted_at = now(), next_attempt_at = now(), is_next = not exists (select 1 from "
                        + "operation o where o.user_id = operation.user_id and o." + OPEN + ") "
                        + "where seq = ? and state in ('rejected', 'expired', 'discarded')")) {
            update.setLong(1, operation.seq());
            return update.executeUpdate() == 1;
        }
    }

    /** What is open: how many are accepted and sending, and since when the oldest is, in milliseconds; -1 if there is none. */
    static Backlog backlog(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select count(*) filter (where state = 'accepted'), "
                + "count(*) filter (where state = 'sending'), "
                + "coalesce(extract(epoch from now() - min(accepted_at)) * 1000, -1)::bigint from operation where " + OPEN);
                ResultSet row = select.executeQuery()) {
            row.next();
            return new Backlog(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }
}

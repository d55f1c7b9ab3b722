package io.eventmanagement.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import io.eventmanagement.delivery.Operation.State;

/** What the table of operations has. What changes them is {@link Operations}. */
final class Rows {

    static final String COLUMNS = "id, event_id, user_id, client, body, state, ask_first, turn, attempts, accepted_at, "
            + "next_attempt_at, finished_at, problem, receipt";

    private Rows() {
    }

    private static Operation read(ResultSet row) throws SQLException {
        State state = State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
        return new Operation(row.getObject("id", UUID.class), row.getString("event_id"),
                row.getString("user_id"), row.getString("client"), row.getString("body"), state, row.getBoolean("ask_first"),
                row.getInt("turn"), row.getInt("attempts"), instant(row, "accepted_at"),
                state.isOpen() ? instant(row, "next_attempt_at") : null, instant(row, "finished_at"),
                row.getString("problem"), row.getString("receipt"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static List<Operation> all(PreparedStatement statement) throws SQLException {
        List<Operation> all = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                all.add(read(rows));
            }
        }
        return all;
    }

    static Optional<Long> first(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
        }
    }

    static Optional<Operation> find(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS + " from operation where id = ?")) {
            select.setObject(1, id);
            return all(select).stream().findFirst();
        }
    }

    /** Those among them that are over. */
    static List<Operation> ended(Connection connection, Collection<UUID> ids) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("select " + COLUMNS + " from operation where id = any (?)")) {
            select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            return all(select).stream().filter(operation -> !operation.state().isOpen()).toList();
        }
    }

    /** What is too old to be delivered, and isn't being sent. */
    static List<Operation> overdue(Connection connection, Duration maxAge, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS + " from operation where "
                + "finished_at is null and accepted_at < now() - ? * interval '1 millisecond' "
                + "and (leased_until is null or leased_until <= now()) order by accepted_at limit ?")) {
            select.setLong(1, maxAge.toMillis());
            select.setInt(2, most);
            return all(select);
        }
    }

    /**
     * Forgets what ended so long ago, at most so many: not what a key still names, nor what another replica is just about
     * to.
     */
    static int purge(Connection connection, Duration keep, int most) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from operation where id = any (array(select id "
                + "from operation o where finished_at < now() - ? * interval '1 millisecond' "
                + "and not exists (select 1 from idempotency_key k where k.operation = o.id) "
                + "order by finished_at limit ? for update skip locked))")) {
            delete.setLong(1, keep.toMillis());
            delete.setInt(2, most);
            return delete.executeUpdate();
        }
    }

    /** The last that were rejected or expired, the latest first. */
    static List<Operation> lost(Connection connection, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS + " from operation where "
                + "state in ('rejected', 'expired') order by finished_at desc limit ?")) {
            select.setInt(1, most);
            return all(select);
        }
    }

    /** What is open: how many are accepted and sending, and since when the oldest is, in milliseconds; -1 if there is none. */
    static Backlog backlog(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select count(*) filter (where state = 'accepted'), "
                + "count(*) filter (where state = 'sending'), coalesce(extract(epoch from now() - min(accepted_at)) * 1000, -1)"
                + "::bigint from operation where finished_at is null");
                ResultSet row = select.executeQuery()) {
            row.next();
            return new Backlog(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }
}

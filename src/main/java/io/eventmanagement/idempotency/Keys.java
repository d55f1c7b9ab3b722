package io.eventmanagement.idempotency;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import io.eventmanagement.idempotency.IdempotencyStore.Claim;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Done;

/** The table of keys. All times are the database's, so that replicas needn't agree on theirs. */
final class Keys {

    /** How long a key is known; one whose operation is open is known longer. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final String MILLIS = "? * interval '1 millisecond'";

    /**
     * Whether its time is over, of a row {@code k}. An operation is looked for by its id, and not among those that are open.
     */
    private static final String IS_OLD = "(k.created_at < now() - " + MILLIS + " and coalesce(k.running_until <= now(), true) "
            + "and not exists (select from operation o where o.id = k.operation and o.state not in "
            + "('delivered', 'rejected', 'expired', 'discarded')))";

    private Keys() {
    }

    /**
     * What is known of a key.
     *
     * @param operation null for an add that isn't delivered later
     * @param turn tells who holds it
     * @param isRunning whether somebody's work under it is taken to go on
     * @param settledInMs when what can't be found was not done
     * @param done null unless it is known
     * @param isOld whether its time is over
     */
    record Key(String name, String fingerprint, String eventId, UUID operation, long turn, boolean isRunning, long settledInMs,
            Done done, boolean isOld) {
    }

    /** A primary key has its limits; clients' names and their keys have others. */
    static String name(String key) {
        return Idempotency.fingerprint(key.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Begins the first turn of a key, for an add that isn't delivered later.
     *
     * @return false if it is known already
     */
    static boolean insert(Connection connection, String name, String fingerprint, String eventId, Duration turn)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into idempotency_key (name, fingerprint, event_id, "
                + "running_until) values (?, ?, ?, now() + " + MILLIS + ") on conflict (name) do nothing")) {
            insert.setString(1, name);
            insert.setString(2, fingerprint);
            insert.setString(3, eventId);
            insert.setLong(4, turn.toMillis());
            return insert.executeUpdate() == 1;
        }
    }

    static Optional<Key> find(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select k.fingerprint, k.event_id, k.operation, k.turn, "
                + "coalesce(k.running_until > now(), false) as is_running, "
                + "coalesce(extract(epoch from k.settled_at - now()) * 1000, 0)::bigint as settled_in, k.body, k.location, "
                + IS_OLD + " as is_old from idempotency_key k where k.name = ?")) {
            select.setLong(1, KEPT.toMillis());
            select.setString(2, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(key(name, row)) : Optional.empty();
            }
        }
    }

    private static Key key(String name, ResultSet row) throws SQLException {
        byte[] body = row.getBytes("body");
        return new Key(name, row.getString("fingerprint"), row.getString("event_id"), row.getObject("operation", UUID.class),
                row.getLong("turn"), row.getBoolean("is_running"), row.getLong("settled_in"),
                body == null ? null : new Done(body, row.getString("location")), row.getBoolean("is_old"));
    }

    /** Begins another turn of a key, for an add that isn't delivered later. @return false if somebody else did meanwhile */
    static boolean take(Connection connection, Key known, Duration turn) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update idempotency_key set turn = turn + 1, "
                + "operation = null, body = null, location = null, settled_at = null, running_until = now() + " + MILLIS
                + " where name = ? and turn = ? and event_id = ?")) {
            update.setLong(1, turn.toMillis());
            update.setString(2, known.name());
            update.setLong(3, known.turn());
            update.setString(4, known.eventId());
            return update.executeUpdate() == 1;
        }
    }

    static void done(Connection connection, String name, Claim claimed, Done done) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update idempotency_key set body = ?, location = ?, "
                + "running_until = null where name = ? and turn = ? and event_id = ?")) {
            update.setBytes(1, done.body());
            update.setString(2, done.location());
            update.setString(3, name);
            update.setLong(4, claimed.turn());
            update.setString(5, claimed.id());
            update.executeUpdate();
        }
    }

    /** @param settledIn when what can't be found was not done */
    static void inDoubt(Connection connection, String name, Claim claimed, Duration settledIn) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update idempotency_key set settled_at = now() + " + MILLIS
                + ", running_until = null where name = ? and turn = ? and event_id = ?")) {
            update.setLong(1, settledIn.toMillis());
            update.setString(2, name);
            update.setLong(3, claimed.turn());
            update.setString(4, claimed.id());
            update.executeUpdate();
        }
    }

    static void forget(Connection connection, String name, long turn, String eventId) throws SQLException {
        try (PreparedStatement delete = connection
                .prepareStatement("delete from idempotency_key where name = ? and turn = ? and event_id = ?")) {
            delete.setString(1, name);
            delete.setLong(2, turn);
            delete.setString(3, eventId);
            delete.executeUpdate();
        }
    }

    /** Forgets those whose time is over, at most so many. @return how many they were */
    static int sweep(Connection connection, int most) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from idempotency_key where name in (select k.name "
                + "from idempotency_key k where " + IS_OLD + " order by k.created_at limit ? for update of k skip locked)")) {
            delete.setLong(1, KEPT.toMillis());
            delete.setInt(2, most);
            return delete.executeUpdate();
        }
    }
}

package io.eventmanagement.idempotency;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Keys of adds that are delivered later: each is bound to an operation, in the transaction that accepts it. */
public final class OperationKeys {

    /** What a key is bound to. */
    public record Bound(UUID operation, String eventId) {
    }

    private OperationKeys() {
    }

    /**
     * @return what the key is bound to; empty if nobody has used it
     * @throws KeyReusedException if it was used for another body
     * @throws PlainAddException if it is that of an add that isn't delivered later
     */
    public static Optional<Bound> find(Connection connection, String key, byte[] body) throws SQLException {
        return select(connection, key, body, "");
    }

    /**
     * Binds a key that nobody has used.
     *
     * @return empty if it is bound now; else what it is bound to, and stays until the end of the transaction
     */
    public static Optional<Bound> bind(Connection connection, String key, byte[] body, Bound operation) throws SQLException {
        Optional<Bound> earlier = Optional.empty();
        // What was in the way may be forgotten at that moment.
        while (earlier.isEmpty()) {
            if (insert(connection, key, body, operation)) {
                return Optional.empty();
            }
            earlier = select(connection, key, body, " for update");
        }
        return earlier;
    }

    private static boolean insert(Connection connection, String key, byte[] body, Bound operation) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into idempotency_key (name, fingerprint, "
                + "operation, event_id) values (?, ?, ?, ?) on conflict (name) do nothing")) {
            insert.setString(1, Keys.name(key));
            insert.setString(2, Idempotency.fingerprint(body));
            insert.setObject(3, operation.operation());
            insert.setString(4, operation.eventId());
            return insert.executeUpdate() == 1;
        }
    }

    /** Binds a key that {@link #bind} found to be another's. */
    public static void rebind(Connection connection, String key, Bound operation) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update idempotency_key set operation = ?, event_id = ?, "
                + "turn = turn + 1, created_at = now() where name = ?")) {
            update.setObject(1, operation.operation());
            update.setString(2, operation.eventId());
            update.setString(3, Keys.name(key));
            update.executeUpdate();
        }
    }

    private static Optional<Bound> select(Connection connection, String key, byte[] body, String lock) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select fingerprint, operation, event_id "
                + "from idempotency_key where name = ?" + lock)) {
            select.setString(1, Keys.name(key));
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                if (!row.getString(1).equals(Idempotency.fingerprint(body))) {
                    throw new KeyReusedException();
                }
                if (row.getObject(2) == null) {
                    throw new PlainAddException();
                }
                return Optional.of(new Bound(row.getObject(2, UUID.class), row.getString(3)));
            }
        }
    }
}

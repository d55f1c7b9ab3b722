package io.eventmanagement.idempotency;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import org.jboss.logging.Logger;

import io.eventmanagement.database.Database;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Done;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Doubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.InDoubt;
import io.eventmanagement.time.Time;
import io.smallrye.mutiny.Uni;

/**
 * Keeps outcomes in the database, for all replicas. Work whose replica died is in doubt once its time is over. A key of an add
 * that is
 * delivered later is bound to its operation, in the transaction that accepts it.
 */
public final class DatabaseIdempotencyStore implements IdempotencyStore {

    private static final Logger LOG = Logger.getLogger(DatabaseIdempotencyStore.class);

    /** Old keys that are forgotten with each new one, at most: so there are never more than are in time. */
    private static final int FORGET = 10;

    private final Database database;
    private final Duration keep;
    private final Duration longestTurn;
    private final Time time;

    DatabaseIdempotencyStore(Database database, Duration keep, Duration longestTurn, Time time) {
        this.database = database;
        this.keep = keep;
        this.longestTurn = longestTurn;
        this.time = time;
    }

    private record Row(String fingerprint, String eventId, UUID operation, String operationState, long turn, boolean isRunning,
            boolean isInDoubt, long settledInMs, byte[] body, String location) {

        boolean isDone() {
            return body != null && (operation == null || "delivered".equals(operationState));
        }

        /** Whether the operation ended without a delivery: a failure is never kept. */
        boolean hasFailed() {
            return operationState != null && !operationState.equals("delivered") && !operationState.equals("accepted")
                    && !operationState.equals("sending");
        }
    }

    /**
     * The use of a key by an add that is delivered later.
     *
     * @param done what its client is told once it is delivered
     */
    public record Use(String key, byte[] body, Done done) {

        /**
         * Binds the key to an operation, which the same transaction makes.
         *
         * @return the operation that it is bound to already; empty if it is this one's now
         * @throws KeyReusedException if it was used for another body
         * @throws PlainAddException if it is that of an add that isn't delivered later
         */
        public Optional<UUID> take(Connection connection, String eventId, UUID operation) throws SQLException {
            String fingerprint = Idempotency.fingerprint(body);
            if (insert(connection, key, fingerprint, eventId, operation, done, Duration.ZERO)) {
                return Optional.empty();
            }
            Row known = find(connection, key);
            if (!known.fingerprint.equals(fingerprint)) {
                throw new KeyReusedException();
            }
            if (known.operation == null) {
                throw new PlainAddException();
            }
            if (!known.hasFailed()) {
                return Optional.of(known.operation);
            }
            try (PreparedStatement update = connection
                    .prepareStatement("update idempotency_key set operation = ?, event_id = ?, body = ?, location = ?, "
                            + "turn = turn + 1, created_at = now() where name = ?")) {
                update.setObject(1, operation);
                update.setString(2, eventId);
                update.setBytes(3, done.body());
                update.setString(4, done.location());
                update.setString(5, key);
                update.executeUpdate();
            }
            return Optional.empty();
        }
    }

    /** @param done not null for a key that is bound to an operation */
    private static boolean insert(Connection connection, String key, String fingerprint, String eventId, UUID operation,
            Done done,
            Duration turn) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into idempotency_key (name, fingerprint, event_id, "
                + "operation, running_until, body, location) values (?, ?, ?, ?, "
                + "case when ? then now() + ? * interval '1 millisecond' end, ?, ?) on conflict (name) do nothing")) {
            insert.setString(1, key);
            insert.setString(2, fingerprint);
            insert.setString(3, eventId);
            insert.setObject(4, operation);
            insert.setBoolean(5, operation == null);
            insert.setLong(6, turn.toMillis());
            insert.setBytes(7, done == null ? null : done.body());
            insert.setString(8, done == null ? null : done.location());
            return insert.executeUpdate() == 1;
        }
    }

    private static Row find(Connection connection, String key) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("select k.fingerprint, k.event_id, k.operation, o.state, k.turn, "
                        + "coalesce(k.running_until > now(), false) as is_running, "
                        + "k.settled_at is not null or k.running_until <= now() as is_in_doubt, "
                        + "coalesce(extract(epoch from k.settled_at - now()) * 1000, 0)::bigint as settled_in, k.body, k.location "
                        + "from idempotency_key k left join operation o on o.id = k.operation where k.name = ? for update of k")) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Row(row.getString(1), row.getString(2), row.getObject(3, UUID.class), row.getString(4),
                        row.getLong(5),
                        row.getBoolean(6), row.getBoolean(7), row.getLong(8), row.getBytes(9), row.getString(10));
            }
        }
    }

    @Override
    public Uni<Claim> claim(String key, String fingerprint, String id) {
        return database.call(connection -> {
            forget(connection, key);
            if (insert(connection, key, fingerprint, id, null, null, longestTurn)) {
                return new Claim(State.NEW, id, 1, null, null);
            }
            Row known = find(connection, key);
            if (!known.fingerprint.equals(fingerprint)) {
                return new Claim(State.OTHER_BODY, null, 0, null, null);
            }
            if (known.isDone()) {
                return new Claim(State.DONE, known.eventId, 0, new Done(known.body, known.location), null);
            }
            if (known.hasFailed()) {
                return take(connection, key, known, State.NEW, null);
            }
            if (known.operation != null || known.isRunning) {
                return new Claim(State.RUNNING, known.eventId, 0, null, null);
            }
            return take(connection, key, known, State.IN_DOUBT, new Doubt(new KeyInUseException(),
                    time.nanos() + Duration.ofMillis(known.settledInMs).toNanos()));
        });
    }

    private Claim take(Connection connection, String key, Row known, State state, Doubt doubt) throws SQLException {
        try (PreparedStatement update = connection
                .prepareStatement("update idempotency_key set turn = turn + 1, operation = null, "
                        + "body = null, location = null, settled_at = null, running_until = now() + ? * interval '1 millisecond' "
                        + "where name = ?")) {
            update.setLong(1, longestTurn.toMillis());
            update.setString(2, key);
            update.executeUpdate();
        }
        return new Claim(state, known.eventId, known.turn + 1, null, doubt);
    }

    /** The key itself, and a few others, if their time is over. */
    private void forget(Connection connection, String key) throws SQLException {
        try (PreparedStatement delete = connection
                .prepareStatement("delete from idempotency_key where name in (select name from "
                        + "idempotency_key where created_at < now() - ? * interval '1 millisecond' and (running_until is null or "
                        + "running_until <= now()) and (name = ? or true) order by name = ? desc limit ? for update skip locked)")) {
            delete.setLong(1, keep.toMillis());
            delete.setString(2, key);
            delete.setString(3, key);
            delete.setInt(4, FORGET);
            delete.executeUpdate();
        }
    }

    /** Should the database be down by now, the work is in doubt once its time is over. */
    @Override
    public Uni<Void> end(String key, Claim claimed, Result result) {
        return database.<Void> call(connection -> {
            if (result instanceof Done done) {
                update(connection, key, claimed, "body = ?, location = ?, running_until = null", done.body(), done.location());
            } else if (result instanceof InDoubt inDoubt) {
                long millis = Math.max(0, Duration.ofNanos(inDoubt.doubt().settledAt() - time.nanos()).toMillis());
                update(connection, key, claimed,
                        "settled_at = now() + " + millis + " * interval '1 millisecond', running_until = null");
            } else {
                try (PreparedStatement delete = connection
                        .prepareStatement("delete from idempotency_key where name = ? and turn = ? and operation is null")) {
                    delete.setString(1, key);
                    delete.setLong(2, claimed.turn());
                    delete.executeUpdate();
                }
            }
            return null;
        }).onFailure().invoke(thrown -> LOG.warnf("The end of an add with a key couldn't be kept: %s", thrown.getMessage()))
                .onFailure().recoverWithNull();
    }

    private static void update(Connection connection, String key, Claim claimed, String what, Object... values)
            throws SQLException {
        try (PreparedStatement update = connection
                .prepareStatement(
                        "update idempotency_key set " + what + " where name = ? and turn = ? and operation is null")) {
            int i = 1;
            for (Object value : values) {
                update.setObject(i++, value);
            }
            update.setString(i++, key);
            update.setLong(i, claimed.turn());
            update.executeUpdate();
        }
    }
}

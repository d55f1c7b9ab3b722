package io.eventmanagement.idempotency;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import org.jboss.logging.Logger;

import io.eventmanagement.database.Database;
import io.eventmanagement.idempotency.BoundAdds.Fate;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Done;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Doubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.InDoubt;
import io.eventmanagement.time.Time;
import io.smallrye.mutiny.Uni;

/**
 * Keeps outcomes in the database, for all replicas. Work whose replica died is in doubt once its time is over. A key may
 * also be that of an add that is delivered later ({@link OperationKeys}).
 */
final class DatabaseIdempotencyStore implements IdempotencyStore {

    private static final Logger LOG = Logger.getLogger(DatabaseIdempotencyStore.class);

    /** Old keys that are forgotten with each new one, at most: so there are never more than are in time. */
    private static final int FORGET = 10;

    private final Database database;
    private final BoundAdds bound;
    private final Duration keep;
    private final Duration longestTurn;
    private final Time time;

    DatabaseIdempotencyStore(Database database, BoundAdds bound, Duration keep, Duration longestTurn, Time time) {
        this.database = database;
        this.bound = bound;
        this.keep = keep;
        this.longestTurn = longestTurn;
        this.time = time;
    }

    private record Row(String fingerprint, String eventId, UUID operation, long turn, boolean isRunning, boolean isInDoubt,
            long settledInMs, byte[] body, String location) {
    }

    private static boolean insert(Connection connection, String key, String fingerprint, String eventId, Duration turn)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into idempotency_key (name, fingerprint, event_id, "
                + "running_until) values (?, ?, ?, now() + ? * interval '1 millisecond') on conflict (name) do nothing")) {
            insert.setString(1, key);
            insert.setString(2, fingerprint);
            insert.setString(3, eventId);
            insert.setLong(4, turn.toMillis());
            return insert.executeUpdate() == 1;
        }
    }

    private static Row find(Connection connection, String key) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("select k.fingerprint, k.event_id, k.operation, k.turn, "
                        + "coalesce(k.running_until > now(), false) as is_running, "
                        + "k.settled_at is not null or k.running_until <= now() as is_in_doubt, "
                        + "coalesce(extract(epoch from k.settled_at - now()) * 1000, 0)::bigint as settled_in, k.body, k.location "
                        + "from idempotency_key k where k.name = ? for update")) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Row(row.getString(1), row.getString(2), row.getObject(3, UUID.class), row.getLong(4),
                        row.getBoolean(5), row.getBoolean(6), row.getLong(7), row.getBytes(8), row.getString(9));
            }
        }
    }

    @Override
    public Uni<Claim> claim(String key, String fingerprint, String id) {
        return database.call(connection -> {
            forget(connection, key);
            if (insert(connection, key, fingerprint, id, longestTurn)) {
                return new Claim(State.NEW, id, 1, null, null);
            }
            Row known = find(connection, key);
            if (!known.fingerprint.equals(fingerprint)) {
                return new Claim(State.OTHER_BODY, null, 0, null, null);
            }
            if (known.body != null) {
                return new Claim(State.DONE, known.eventId, 0, new Done(known.body, known.location), null);
            }
            if (known.operation != null) {
                return claimBound(connection, key, known);
            }
            return known.isRunning ? new Claim(State.RUNNING, known.eventId, 0, null, null)
                    : take(connection, key, known, State.IN_DOUBT, doubt(Duration.ofMillis(known.settledInMs)));
        });
    }

    private Doubt doubt(Duration settledIn) {
        return new Doubt(new KeyInUseException(), time.nanos() + settledIn.toNanos());
    }

    /** The key is that of an add that is delivered later. */
    private Claim claimBound(Connection connection, String key, Row known) throws SQLException {
        Fate fate = bound.take(connection, known.operation);
        if (fate instanceof Fate.Delivered delivered) {
            return new Claim(State.DELIVERED, known.eventId, 0, new Done(delivered.receipt(), null), null);
        }
        if (fate instanceof Fate.InDoubt inDoubt) {
            return take(connection, key, known, State.IN_DOUBT, doubt(inDoubt.settledIn()));
        }
        return fate instanceof Fate.NotAdded ? take(connection, key, known, State.NEW, null)
                : new Claim(State.RUNNING, known.eventId, 0, null, null);
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

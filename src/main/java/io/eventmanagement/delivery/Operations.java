package io.eventmanagement.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import io.eventmanagement.delivery.Operation.State;

/**
 * How an operation goes from one state to another, in the table. All times are the database's, so that replicas needn't
 * agree on theirs. What changes who is a user's first holds a lock of that user's, so that nobody overtakes and nobody is
 * forgotten. Of the locks the user's comes first, then a key's, then an operation's.
 */
final class Operations {

    /** Not told as those that are open: of one whose id is known no index but that of the ids may be asked. */
    private static final String NOT_OVER = "state not in ('delivered', 'rejected', 'expired', 'discarded')";

    /** The first open one of a user. In this order there is but one index for it. */
    private static final String NEXT = "select id from operation where user_id = ? "
            + "and state in ('accepted', 'sending') order by user_id, seq limit 1";

    private static final String ENDED_WITHOUT_DELIVERY = "state in ('rejected', 'expired', 'discarded')";

    private Operations() {
    }

    /** Until the end of the transaction. */
    static void lock(Connection connection, String userId) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 18))")) {
            lock.setString(1, userId);
            lock.execute();
        }
    }

    /**
     * Accepts an add. The user's lock is held.
     *
     * @param lease not null if the caller will send it at once, should it be the first of its user
     */
    static Operation accept(Connection connection, Operation.New add, Duration lease) throws SQLException {
        boolean now = lease != null && add.after().isZero();
        try (PreparedStatement insert = connection.prepareStatement("with ahead as (select (" + NEXT
                + ") is not null as is_any, "
                + "? as is_now) "
                + "insert into operation (id, event_id, user_id, client, body, ask_first, next_attempt_at, state, is_next, "
                + "turn, attempts, leased_until) select ?, ?, ?, ?, ?, ?, now() + ? * interval '1 millisecond', "
                + "case when is_now and not is_any then 'sending' else 'accepted' end, not is_any, "
                + "case when is_now and not is_any then 1 else 0 end, case when is_now and not is_any then 1 else 0 end, "
                + "case when is_now and not is_any then now() + ? * interval '1 millisecond' end from ahead returning "
                + Rows.COLUMNS)) {
            insert.setString(1, add.userId());
            insert.setBoolean(2, now);
            insert.setObject(3, add.id());
            insert.setString(4, add.eventId());
            insert.setString(5, add.userId());
            insert.setString(6, add.client());
            insert.setString(7, add.body());
            insert.setBoolean(8, add.askFirst());
            insert.setLong(9, add.after().toMillis());
            insert.setLong(10, now ? lease.toMillis() : 0);
            return Rows.all(insert).get(0);
        }
    }

    /**
     * Takes due operations, at most so many, for as long as the lease lasts. What somebody else's lease ran out of may be
     * there.
     */
    static List<Operation> claim(Connection connection, int most, Duration lease) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement("update operation set "
                + "ask_first = ask_first or state = 'sending', state = 'sending', turn = turn + 1, attempts = attempts + 1, "
                + "leased_until = now() + ? * interval '1 millisecond' where id = any (array(select id from operation "
                + "where is_next and next_attempt_at <= now() and (leased_until is null or leased_until <= now()) "
                + "order by next_attempt_at, seq limit ? for update skip locked)) returning " + Rows.COLUMNS)) {
            claim.setLong(1, lease.toMillis());
            claim.setInt(2, most);
            return Rows.all(claim);
        }
    }

    /** It is to be tried again. @return false if somebody else has it by now, since the lease was over */
    static boolean later(Connection connection, Operation claimed, boolean mayBeThere, Duration after) throws SQLException {
        return handBack(connection, claimed, mayBeThere, 0, after);
    }

    /** It wasn't sent: that was no attempt. @return false if somebody else has it by now, since the lease was over */
    static boolean notSent(Connection connection, Operation claimed, Duration after) throws SQLException {
        return handBack(connection, claimed, claimed.askFirst(), 1, after);
    }

    private static boolean handBack(Connection connection, Operation claimed, boolean mayBeThere, int notCounted,
            Duration after) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update operation set state = 'accepted', "
                + "leased_until = null, ask_first = ?, attempts = attempts - ?, "
                + "next_attempt_at = now() + ? * interval '1 millisecond' where id = ? and turn = ? and leased_until is not null")) {
            update.setBoolean(1, mayBeThere);
            update.setInt(2, notCounted);
            update.setLong(3, after.toMillis());
            update.setObject(4, claimed.id());
            update.setInt(5, claimed.turn());
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Ends it; the next of its user goes on. A delivery is one, whoever has the lease by now.
     *
     * @return as it is then; empty if it was over, or is somebody else's
     */
    static Optional<Operation> finish(Connection connection, Operation operation, State state, String problem, String receipt)
            throws SQLException {
        lock(connection, operation.userId());
        Optional<Operation> finished;
        try (PreparedStatement update = connection.prepareStatement("update operation set state = ?, problem = ?, receipt = ?, "
                + "finished_at = now(), leased_until = null, is_next = false where id = ? and " + NOT_OVER
                + (state == State.DELIVERED ? "" : " and turn = " + operation.turn()) + " returning " + Rows.COLUMNS)) {
            update.setString(1, state.name().toLowerCase(Locale.ROOT));
            update.setString(2, problem);
            update.setString(3, receipt);
            update.setObject(4, operation.id());
            finished = Rows.all(update).stream().findFirst();
        }
        if (finished.isPresent()) {
            try (PreparedStatement next = connection.prepareStatement("update operation set is_next = true where id = (" + NEXT
                    + ")")) {
                next.setString(1, operation.userId());
                next.executeUpdate();
            }
        }
        return finished;
    }

    /**
     * Has what ended without a delivery tried again, behind what its user has asked for since. Not what was asked for
     * again under its key: it would be delivered twice.
     */
    static boolean retry(Connection connection, Operation operation) throws SQLException {
        lock(connection, operation.userId());
        try (PreparedStatement update = connection.prepareStatement("update operation set seq = default, state = 'accepted', "
                + "finished_at = null, problem = null, ask_first = true, accepted_at = now(), "
                + "next_attempt_at = greatest(now(), next_attempt_at), is_next = (" + NEXT + ") is null where id = ? and "
                + ENDED_WITHOUT_DELIVERY + " and not superseded")) {
            update.setString(1, operation.userId());
            update.setObject(2, operation.id());
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Leaves what ended without a delivery to another operation, or to a plain add: nobody has it tried again.
     *
     * @return how long event.com may still be at it; empty if it is open or delivered
     */
    static Optional<Duration> supersede(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update operation set superseded = true where id = ? and "
                + ENDED_WITHOUT_DELIVERY
                + " returning (greatest(extract(epoch from next_attempt_at - now()), 0) * 1000)::bigint")) {
            update.setObject(1, id);
            return Rows.first(update).map(Duration::ofMillis);
        }
    }
}

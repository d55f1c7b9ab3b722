package io.eventmanagement.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

import io.eventmanagement.idempotency.BoundAdds.Fate;
import io.eventmanagement.idempotency.KeyReusedException;
import io.eventmanagement.idempotency.OperationKeys;
import io.eventmanagement.idempotency.OperationKeys.Bound;
import io.eventmanagement.idempotency.PlainAddException;

/**
 * The use of an {@code Idempotency-Key} by an add that is delivered later. What has to do with it fails with {@link
 * KeyReusedException} if the key was used for another body, and with {@link PlainAddException} if it is that of an add
 * that isn't delivered later.
 *
 * @param body tells a repetition from something else
 */
public record KeyUse(String key, byte[] body) {

    /** What a key has come to: an operation that is known, or what is to be accepted now. */
    record Binding(Optional<UUID> known, Operation.New add) {
    }

    /** The operation of an earlier request, if it stands: a failure is never answered again. */
    Optional<Operation> find(Connection connection) throws SQLException {
        Optional<Bound> bound = OperationKeys.find(connection, key, body);
        return bound.isEmpty() ? Optional.empty()
                : Rows.find(connection, bound.get().operation())
                        .filter(operation -> operation.state().isOpen() || operation.state() == Operation.State.DELIVERED);
    }

    /**
     * Binds the key to the add, which the same transaction accepts, or tells what it is bound to. The user's lock is
     * held.
     *
     * @return an add with the earlier event's id, where event.com may have that
     */
    Binding bind(Connection connection, Operation.New add) throws SQLException {
        Optional<Bound> earlier = OperationKeys.bind(connection, key, body, new Bound(add.id(), add.eventId()));
        if (earlier.isEmpty()) {
            return new Binding(Optional.empty(), add);
        }
        Fate fate = KeyedOperations.fate(connection, earlier.get().operation());
        if (fate instanceof Fate.NotAdded) {
            return rebind(connection, add);
        }
        if (fate instanceof Fate.InDoubt doubt) {
            return rebind(connection, add.mayBeThere(earlier.get().eventId(), doubt.settledIn()));
        }
        return new Binding(Optional.of(earlier.get().operation()), null);
    }

    private Binding rebind(Connection connection, Operation.New add) throws SQLException {
        OperationKeys.rebind(connection, key, new Bound(add.id(), add.eventId()));
        return new Binding(Optional.empty(), add);
    }
}

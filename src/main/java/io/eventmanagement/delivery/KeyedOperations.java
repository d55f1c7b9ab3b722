package io.eventmanagement.delivery;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.eventmanagement.delivery.Operation.State;
import io.eventmanagement.idempotency.BoundAdds;

/** What an operation is to whoever uses its key again. */
@Singleton
class KeyedOperations implements BoundAdds {

    @Override
    public Fate take(Connection connection, UUID id) throws SQLException {
        return fate(connection, id);
    }

    static Fate fate(Connection connection, UUID id) throws SQLException {
        Operation operation = Rows.find(connection, id).orElseThrow();
        if (operation.state() == State.DELIVERED) {
            return new Fate.Delivered(operation.receipt().getBytes(StandardCharsets.UTF_8));
        }
        // An operator may just have had it tried again.
        Optional<Duration> settledIn = operation.state().isOpen() ? Optional.empty() : Operations.supersede(connection, id);
        if (settledIn.isEmpty()) {
            return new Fate.Open();
        }
        return mayBeThere(operation) ? new Fate.InDoubt(settledIn.get()) : new Fate.NotAdded();
    }

    /** event.com refuses nothing that it has: it was asked first where that wasn't certain. */
    private static boolean mayBeThere(Operation ended) {
        return ended.state() != State.REJECTED && (ended.askFirst() || ended.attempts() > 0);
    }
}

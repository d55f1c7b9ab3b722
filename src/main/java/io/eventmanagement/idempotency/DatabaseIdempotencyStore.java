package io.eventmanagement.idempotency;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.eventmanagement.database.Database;
import io.eventmanagement.database.Database.Work;
import io.eventmanagement.idempotency.BoundAdds.Fate;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Done;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Doubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.InDoubt;
import io.eventmanagement.idempotency.Keys.Key;
import io.eventmanagement.time.Time;
import io.eventmanagement.time.Timeouts;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;

/**
 * Keeps outcomes in the database, for all replicas. Work whose replica died is in doubt once its time is over. A key of an add
 * that is delivered later is bound to its operation ({@link OperationKeys}).
 */
final class DatabaseIdempotencyStore implements IdempotencyStore {

    private static final Logger LOG = Logger.getLogger(DatabaseIdempotencyStore.class);

    /** How long a client waits until it is kept what it will be told anyway. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Each of which somebody else got in the way of. */
    private static final int MOST_TRIES = 20;

    private final Database database;
    private final BoundAdds bound;
    private final Duration longestTurn;
    private final Duration settle;
    private final Timeouts patience;
    private final Time time;

    /**
     * @param longestTurn after which nobody's work under a key can go on, nor what it has begun
     * @param settle after which what was begun when nobody waited for it any more has taken effect, or won't
     */
    DatabaseIdempotencyStore(Database database, BoundAdds bound, Duration longestTurn, Duration settle, Vertx vertx,
            Time time) {
        this.database = database;
        this.bound = bound;
        this.longestTurn = longestTurn;
        this.settle = settle;
        this.patience = new Timeouts(PATIENCE, vertx, time);
        this.time = time;
    }

    @Override
    public Duration settle() {
        return settle;
    }

    @Override
    public Uni<Claim> claim(String key, String fingerprint, String id) {
        String name = Keys.name(key);
        return database.call(connection -> {
            for (int i = 0; i < MOST_TRIES; i++) {
                Optional<Claim> claim = tryToClaim(connection, name, fingerprint, id);
                if (claim.isPresent()) {
                    return claim.get();
                }
            }
            return new Claim(State.RUNNING, id, 0, null, null);
        });
    }

    /** Nothing is locked but what becomes the caller's. @return empty if somebody else came first */
    private Optional<Claim> tryToClaim(Connection connection, String name, String fingerprint, String id) throws SQLException {
        Optional<Key> found = Keys.find(connection, name);
        if (found.isEmpty()) {
            return Keys.insert(connection, name, fingerprint, id, longestTurn)
                    ? Optional.of(new Claim(State.NEW, id, 1, null, null))
                    : Optional.empty();
        }
        Key known = found.get();
        if (known.isOld()) {
            Keys.forget(connection, name, known.turn(), known.eventId());
            return Optional.empty();
        }
        if (!known.fingerprint().equals(fingerprint)) {
            return Optional.of(new Claim(State.OTHER_BODY, null, 0, null, null));
        }
        if (known.done() != null) {
            return Optional.of(new Claim(State.DONE, known.eventId(), 0, known.done(), null));
        }
        if (known.operation() != null) {
            return claimBound(connection, known);
        }
        return known.isRunning() ? running(known)
                : take(connection, known, State.IN_DOUBT, doubt(Duration.ofMillis(known.settledInMs())));
    }

    private static Optional<Claim> running(Key known) {
        return Optional.of(new Claim(State.RUNNING, known.eventId(), 0, null, null));
    }

    private Doubt doubt(Duration settledIn) {
        return new Doubt(new UnsettledException(), time.nanos() + settledIn.toNanos());
    }

    /** The key is that of an add that is delivered later. */
    private Optional<Claim> claimBound(Connection connection, Key known) throws SQLException {
        Fate fate = bound.take(connection, known.operation());
        if (fate instanceof Fate.Delivered delivered) {
            return Optional.of(new Claim(State.DELIVERED, known.eventId(), 0, new Done(delivered.receipt(), null), null));
        }
        if (fate instanceof Fate.InDoubt inDoubt) {
            return take(connection, known, State.IN_DOUBT, doubt(inDoubt.settledIn()));
        }
        return fate instanceof Fate.NotAdded ? take(connection, known, State.NEW, null) : running(known);
    }

    private Optional<Claim> take(Connection connection, Key known, State state, Doubt doubt) throws SQLException {
        return Keys.take(connection, known, longestTurn)
                ? Optional.of(new Claim(state, known.eventId(), known.turn() + 1, null, doubt))
                : Optional.empty();
    }

    /** Should the database be down by now, the work is in doubt once its time is over. */
    @Override
    public Uni<Void> end(String key, Claim claimed, Result result) {
        Work<Void> ending = connection -> {
            end(connection, Keys.name(key), claimed, result);
            return null;
        };
        return Uni.createFrom().emitter(emitter -> {
            Cancellable impatient = patience.begin(() -> emitter.complete(null));
            emitter.onTermination(impatient::cancel);
            database.keep(ending).subscribe().with(emitter::complete, thrown -> {
                LOG.warnf("The end of an add with a key couldn't be kept: %s", thrown.getMessage());
                emitter.complete(null);
            });
        });
    }

    private void end(Connection connection, String name, Claim claimed, Result result) throws SQLException {
        if (result instanceof Done done) {
            Keys.done(connection, name, claimed, done);
        } else if (result instanceof InDoubt inDoubt) {
            Keys.inDoubt(connection, name, claimed,
                    Duration.ofNanos(Math.max(0, inDoubt.doubt().settledAt() - time.nanos())));
        } else {
            Keys.forget(connection, name, claimed.turn(), claimed.id());
        }
    }
}

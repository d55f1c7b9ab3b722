package io.eventmanagement.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.eventmanagement.database.Database;
import io.eventmanagement.database.DatabaseUnavailableException;
import io.eventmanagement.delivery.Operation.State;
import io.eventmanagement.delivery.Outcome.Delivered;
import io.eventmanagement.delivery.Outcome.Later;
import io.eventmanagement.delivery.Outcome.NotSent;
import io.eventmanagement.delivery.Outcome.Rejected;
import io.eventmanagement.settings.DeliveryConfig;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Time;
import io.smallrye.mutiny.Uni;

/** Has one operation sent, keeps what came of it, and tells those who wait for it. */
@Singleton
class Courier {

    private static final Logger LOG = Logger.getLogger(Courier.class);

    private final Database database;
    private final Sender sender;
    private final Problems problems;
    private final Waiters waiters;
    private final Admission admission;
    private final Event<DeliveryAttempted> attempted;
    private final Time time;
    private final Duration settle;

    Courier(Database database, Sender sender, Problems problems, Waiters waiters, Admission admission,
            Event<DeliveryAttempted> attempted, Time time, DeliveryConfig config, EventApiConfig eventApi) {
        this.database = database;
        this.sender = sender;
        this.problems = problems;
        this.waiters = waiters;
        this.admission = admission;
        this.attempted = attempted;
        this.time = time;
        this.settle = eventApi.addTimeout().plus(config.settle());
    }

    /**
     * One attempt. What can't be kept since the database is down is found out once the lease is over: event.com is asked.
     *
     * @param maySend whether the lease is still long enough
     * @return whether event.com has it; never fails
     */
    Uni<Boolean> deliver(Operation operation, BooleanSupplier maySend) {
        return Uni.createFrom().deferred(() -> maySend.getAsBoolean() ? sender.deliver(operation, maySend)
                : Uni.createFrom().<Outcome> item(new NotSent(Duration.ZERO)))
                .onFailure().recoverWithItem(thrown -> unexpected(operation, thrown))
                // Deferred: what it throws at once would have the delivery count as under way for ever.
                .flatMap(outcome -> Uni.createFrom().<Object> deferred(() -> keep(operation, outcome))
                        .onFailure().invoke(Courier::notNow).onFailure().recoverWithNull()
                        .replaceWith(outcome instanceof Delivered));
    }

    private Outcome unexpected(Operation operation, Throwable thrown) {
        LOG.errorf(thrown, "The delivery of %s failed", operation.id());
        return new Later(true, settle);
    }

    private Uni<?> keep(Operation operation, Outcome outcome) {
        if (outcome instanceof Delivered delivered) {
            attempted.fire(new DeliveryAttempted("delivered"));
            // The client needn't wait for the table: should it never be told, event.com is asked.
            waiters.tell(operation.delivered(delivered.receipt(), time.instant()));
            return finish(operation, State.DELIVERED, null, delivered.receipt());
        }
        if (outcome instanceof Rejected rejected) {
            attempted.fire(new DeliveryAttempted("rejected"));
            return finish(operation, State.REJECTED, problems.describe(rejected.why()), null);
        }
        if (outcome instanceof Later later) {
            attempted.fire(new DeliveryAttempted("failed"));
            return database.keep(connection -> Operations.later(connection, operation, later.mayBeThere(), later.after()));
        }
        Duration after = ((NotSent) outcome).after();
        return database.keep(connection -> Operations.notSent(connection, operation, after));
    }

    /** Gives up what couldn't be delivered in time. */
    Uni<Optional<Operation>> expire(Operation operation) {
        return finish(operation, State.EXPIRED, problems.expired(), null)
                .invoke(expired -> expired.ifPresent(told -> attempted.fire(new DeliveryAttempted("expired"))));
    }

    /** Gives up what isn't being sent, as an operator wishes. */
    Uni<Optional<Operation>> discard(Operation operation) {
        return operation.state() == State.ACCEPTED ? finish(operation, State.DISCARDED, null, null)
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Optional<Operation>> finish(Operation operation, State state, String problem, String receipt) {
        return database.keep(connection -> Operations.finish(connection, operation, state, problem, receipt))
                .invoke(finished -> finished.ifPresent(ended -> {
                    admission.ended();
                    waiters.tell(ended);
                }));
    }

    /** What is left undone is done with one of the next ticks. */
    static void notNow(Throwable thrown) {
        if (thrown instanceof DatabaseUnavailableException) {
            LOG.debug("The database can't be asked", thrown);
        } else {
            LOG.error("Deliveries can't go on now", thrown);
        }
    }
}

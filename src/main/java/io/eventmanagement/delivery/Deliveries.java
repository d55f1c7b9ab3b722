package io.eventmanagement.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.database.Database;
import io.eventmanagement.database.DatabaseUnavailableException;
import io.eventmanagement.delivery.Operation.State;
import io.eventmanagement.delivery.Window.Room;
import io.eventmanagement.time.Time;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Adds that are accepted first and delivered later: for clients, and for operators. All of it fails with
 * {@link DatabaseUnavailableException} while the database is down.
 */
@ApplicationScoped
public class Deliveries {

    /** Milliseconds after which due work is looked for, if nothing else is the occasion. */
    private static final long PERIOD = 500;

    /** How long one who has waited long enough may wait for how far it has come. */
    private static final Duration LAST_LOOK = Duration.ofMillis(100);

    private final Vertx vertx;
    private final Database database;
    private final Dispatch dispatch;
    private final Courier courier;
    private final Upkeep upkeep;
    private final Admission admission;
    private final Waiters waiters;
    private final Time time;

    private long timer;

    /**
     * An operation for whoever asked for it.
     *
     * @param isNew false if an earlier request with the same key brought it about
     */
    public record Accepted(Operation operation, boolean isNew) {
    }

    Deliveries(Vertx vertx, Database database, Dispatch dispatch, Courier courier, Upkeep upkeep, Admission admission,
            Waiters waiters, Time time) {
        this.vertx = vertx;
        this.database = database;
        this.dispatch = dispatch;
        this.courier = courier;
        this.upkeep = upkeep;
        this.admission = admission;
        this.waiters = waiters;
        this.time = time;
    }

    /** Whether adds can be accepted at all: there is a database. */
    public boolean isOn() {
        return database.isConfigured();
    }

    void begin(@Observes StartupEvent start) {
        if (isOn()) {
            timer = vertx.setPeriodic(10, PERIOD, now -> {
                dispatch.wake();
                upkeep.tick();
            });
        }
    }

    void end(@Observes ShutdownEvent shutdown) {
        if (isOn()) {
            vertx.cancelTimer(timer);
        }
    }

    public Backlog backlog() {
        return admission.backlog();
    }

    // ---- For clients ----

    /**
     * What an earlier request with the key brought about, if it stands. Waits for its end as the earlier one would.
     *
     * @param until nanoseconds of the clock, until which its answer may wait
     */
    public Uni<Optional<Accepted>> known(KeyUse key, long until) {
        return database.call(key::find).flatMap(found -> found.isEmpty() ? Uni.createFrom().item(Optional.empty())
                : await(found.get(), until).map(operation -> Optional.of(new Accepted(operation, false))));
    }

    /** @throws TooManyPendingException if no further one can be accepted */
    public void checkRoom() {
        if (!admission.hasRoom()) {
            throw new TooManyPendingException();
        }
    }

    /**
     * Commits an add, and begins its delivery if it can be sent now; even if the client hangs up.
     *
     * @param until nanoseconds of the clock, until which the answer may wait for the delivery
     * @return the operation as it is then, or an earlier one to which the key belongs; fails with
     *         {@link TooManyPendingException}, too
     */
    public Uni<Accepted> accept(Operation.New add, Optional<KeyUse> key, long until) {
        return Uni.createFrom().deferred(() -> {
            if (!admission.enter()) {
                return Uni.createFrom().failure(new TooManyPendingException());
            }
            // Before it is committed, so that its end isn't missed.
            CompletableFuture<Operation> over = waiters.join(add.id());
            Uni<Accepted> committed = commit(add, key);
            return Uni.createFrom().<Accepted> emitter(client -> committed.subscribe().with(client::complete, client::fail))
                    .flatMap(accepted -> (accepted.isNew() ? await(accepted.operation(), over, until)
                            : await(accepted.operation(), until))
                            .map(operation -> new Accepted(operation, accepted.isNew())))
                    .onTermination().invoke(() -> waiters.leave(add.id(), over));
        });
    }

    private Uni<Accepted> commit(Operation.New add, Optional<KeyUse> key) {
        Room room = dispatch.room(1);
        long asked = time.nanos();
        return database.call(connection -> {
            Operations.lock(connection, add.userId());
            KeyUse.Binding binding = key.isEmpty() ? new KeyUse.Binding(Optional.empty(), add)
                    : key.get().bind(connection, add);
            return binding.known().isPresent()
                    ? new Accepted(Rows.find(connection, binding.known().get()).orElseThrow(), false)
                    : new Accepted(Operations.accept(connection, binding.add(), room.size() == 1 ? dispatch.lease() : null),
                            true);
        }).onItemOrFailure().invoke((accepted, thrown) -> {
            boolean isNew = thrown == null && accepted.isNew();
            admission.entered(isNew);
            if (isNew && accepted.operation().state() == State.SENDING) {
                dispatch.send(accepted.operation(), asked, room);
                return;
            }
            dispatch.giveBack(room.size());
            if (isNew) {
                // A look for due work that was under way may have missed it.
                dispatch.wake();
            }
        });
    }

    private Uni<Operation> await(Operation operation, long until) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Operation> over = waiters.join(operation.id());
            return await(operation, over, until).onTermination().invoke(() -> waiters.leave(operation.id(), over));
        });
    }

    /** Until it is over or the time is; another replica may have had it meanwhile. */
    private Uni<Operation> await(Operation operation, CompletableFuture<Operation> over, long until) {
        long left = until - time.nanos();
        if (left <= 0 || !operation.state().isOpen()) {
            return Uni.createFrom().item(operation);
        }
        Context context = vertx.getOrCreateContext();
        return Uni.createFrom().completionStage(over.completeOnTimeout(null, left, TimeUnit.NANOSECONDS))
                .emitOn(task -> context.runOnContext(now -> task.run()))
                .onItem().ifNull().switchTo(() -> asItIs(operation));
    }

    /** As it is by now, if that can be told at once. */
    private Uni<Operation> asItIs(Operation operation) {
        return find(operation.id()).map(found -> found.orElse(operation))
                .ifNoItem().after(LAST_LOOK).recoverWithItem(operation).onFailure().recoverWithItem(operation);
    }

    public Uni<Optional<Operation>> find(UUID id) {
        return database.call(connection -> Rows.find(connection, id));
    }

    // ---- For operators ----

    /** Those that were rejected or expired last. */
    public Uni<List<Operation>> lost(int most) {
        return database.call(connection -> Rows.lost(connection, most));
    }

    /** @return whether its state allowed it; empty if it isn't known */
    public Uni<Optional<Boolean>> retry(UUID id) {
        return database.<Optional<Boolean>> call(connection -> {
            Optional<Operation> known = Rows.find(connection, id);
            return known.isEmpty() ? Optional.empty() : Optional.of(Operations.retry(connection, known.get()));
        }).invoke(retried -> {
            if (retried.orElse(false)) {
                admission.reopened();
                dispatch.wake();
            }
        });
    }

    /** @return whether its state allowed it; empty if it isn't known */
    public Uni<Optional<Boolean>> discard(UUID id) {
        return find(id).flatMap(known -> known.isEmpty() ? Uni.createFrom().item(Optional.<Boolean> empty())
                : courier.discard(known.get()).map(discarded -> Optional.of(discarded.isPresent())))
                .invoke(discarded -> dispatch.wake());
    }
}

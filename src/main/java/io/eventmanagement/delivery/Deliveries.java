package io.eventmanagement.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.eventmanagement.circuit.CircuitTransition;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.database.Database;
import io.eventmanagement.database.DatabaseUnavailableException;
import io.eventmanagement.delivery.Operation.State;
import io.eventmanagement.settings.DeliveryConfig;
import io.eventmanagement.settings.EventApiConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Delivers what was accepted: in the order of acceptance for each user, different users at the same time, and not while the
 * add-event
 * circuit lets nothing through. Any replica takes what is due, for as long as a lease.
 */
@ApplicationScoped
public class Deliveries {

    private static final Logger LOG = Logger.getLogger(Deliveries.class);

    /** Milliseconds after which due work is looked for, if nothing else is the occasion. */
    private static final long PERIOD = 500;

    /** Of what is done now and then, at a time. */
    private static final int BATCH = 500;

    /** What a replica does beside its calls while it has a lease. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Database database;
    private final Circuits circuits;
    private final Sender sender;
    private final Problems problems;
    private final DeliveryConfig config;
    private final Event<DeliveryAttempted> attempted;
    private final Window window;
    private final Duration lease;

    private final AtomicBoolean isClaiming = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();

    /** Requests that wait for a delivery of this replica: at most as many as there are requests. */
    private final Map<UUID, CompletableFuture<Operation>> waiting = new ConcurrentHashMap<>();

    private volatile Backlog backlog = Backlog.NONE;
    private volatile boolean ended;
    private long timer = -1;
    private int ticks;

    Deliveries(Vertx vertx, Database database, Circuits circuits, Sender sender, Problems problems, DeliveryConfig config,
            EventApiConfig eventApi, Event<DeliveryAttempted> attempted) {
        this.vertx = vertx;
        this.database = database;
        this.circuits = circuits;
        this.sender = sender;
        this.problems = problems;
        this.config = config;
        this.attempted = attempted;
        this.window = new Window(Math.min(config.concurrency(), eventApi.maxConcurrency()));
        this.lease = eventApi.deadline().plus(SLACK);
    }

    /** Whether adds can be accepted at all: there is a database. */
    public boolean isOn() {
        return database.isConfigured();
    }

    void begin(@Observes StartupEvent start) {
        if (isOn()) {
            timer = vertx.setPeriodic(10, PERIOD, now -> tick());
        }
    }

    void end(@Observes ShutdownEvent shutdown) {
        ended = true;
        vertx.cancelTimer(timer);
    }

    void changed(@Observes CircuitTransition transition) {
        if (transition.circuit().equals(Circuits.ADD_EVENT) && transition.to() != CircuitBreakerState.HALF_OPEN) {
            window.startOver();
            if (isOn()) {
                deliverDue();
            }
        }
    }

    public Backlog backlog() {
        return backlog;
    }

    // ---- Accepting ----

    /** What else is committed with an add, such as its key. */
    @FunctionalInterface
    public interface Alongside {

        /** @return the id of an operation that takes the add's place */
        Optional<UUID> with(Connection connection) throws SQLException;
    }

    /**
     * Commits an add, and begins its delivery if it can be sent now.
     *
     * @param wait how long the answer may wait for the delivery
     * @return the operation as it is then; fails with {@link TooManyPendingException} or {@link DatabaseUnavailableException},
     *         too
     */
    public Uni<Operation> accept(Operation.New add, Duration wait, Alongside alongside) {
        if (backlog.open() >= config.maxPending()) {
            return Uni.createFrom().failure(new TooManyPendingException());
        }
        boolean now = !circuits.addEvent().status().rejects() && window.begin(1) == 1;
        CompletableFuture<Operation> over = new CompletableFuture<>();
        if (!wait.isZero()) {
            waiting.put(add.id(), over);
        }
        Uni<Operation> committed = database.call(connection -> {
            Optional<UUID> known = alongside.with(connection);
            return known.isPresent() ? Operations.find(connection, known.get()).orElseThrow()
                    : Operations.accept(connection, add, now ? lease : null);
        }).onItemOrFailure().invoke((operation, thrown) -> {
            if (now && thrown == null && operation.id().equals(add.id()) && operation.state() == State.SENDING) {
                send(operation);
            } else if (now) {
                window.ended(false);
            }
        });
        // Even if the client hangs up: what is committed is sent.
        return Uni.createFrom().<Operation> emitter(client -> committed.subscribe().with(client::complete, client::fail))
                .flatMap(operation -> wait.isZero() || !operation.id().equals(add.id()) ? Uni.createFrom().item(operation)
                        : await(over, wait, operation))
                .onTermination().invoke(() -> waiting.remove(add.id()));
    }

    /** Until it is over or the time is; another replica may have had it meanwhile. */
    private Uni<Operation> await(CompletableFuture<Operation> over, Duration wait, Operation accepted) {
        Context context = vertx.getOrCreateContext();
        return Uni.createFrom().completionStage(over).ifNoItem().after(wait).recoverWithItem((Operation) null)
                .emitOn(task -> context.runOnContext(now -> task.run()))
                .onItem().ifNull().switchTo(() -> find(accepted.id()).map(found -> found.orElse(accepted))
                        .onFailure().recoverWithItem(accepted));
    }

    // ---- Delivering ----

    private void tick() {
        deliverDue();
        if (ticks++ % 2 == 0) {
            database.call(Operations::backlog).subscribe().with(counted -> backlog = counted, this::notNow);
        }
        if (ticks % 20 == 0) {
            sweep();
        }
    }

    private void sweep() {
        database.call(connection -> {
            for (Operation overdue : Operations.overdue(connection, config.maxAge(), BATCH)) {
                Operations.finish(connection, overdue, State.EXPIRED, problems.expired(), null)
                        .ifPresent(expired -> attempted.fire(new DeliveryAttempted("expired")));
            }
            return Operations.purge(connection, config.keep(), BATCH);
        }).subscribe().with(purged -> LOG.debugf("%d operations were forgotten", purged), this::notNow);
    }

    private void notNow(Throwable thrown) {
        if (thrown instanceof DatabaseUnavailableException) {
            LOG.debug("The database can't be asked", thrown);
        } else {
            LOG.error("Deliveries can't go on now", thrown);
        }
    }

    /** Takes as much due work as there is room for. */
    private void deliverDue() {
        again.set(true);
        if (!isClaiming.compareAndSet(false, true)) {
            return;
        }
        again.set(false);
        // While the wait runs nothing is tried; once it is over, one is: the probe.
        boolean rejects = circuits.addEvent().status().rejects();
        int room = rejects || ended ? 0 : window.begin(window.room());
        if (room == 0) {
            isClaiming.set(false);
            return;
        }
        database.call(connection -> Operations.claim(connection, room, lease)).subscribe().with(claimed -> {
            for (int i = claimed.size(); i < room; i++) {
                window.ended(false);
            }
            claimed.forEach(this::send);
            isClaiming.set(false);
            if (again.get()) {
                deliverDue();
            }
        }, thrown -> {
            for (int i = 0; i < room; i++) {
                window.ended(false);
            }
            isClaiming.set(false);
            notNow(thrown);
        });
    }

    /** In a context of its own: nobody's request is behind it. */
    private void send(Operation operation) {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        context.runOnContext(now -> Uni.createFrom().deferred(() -> sender.deliver(operation))
                .onFailure().recoverWithItem(thrown -> {
                    LOG.errorf(thrown, "Delivery of %s failed", operation.id());
                    return new Outcome.Later(true, config.settle());
                })
                .subscribe().with(outcome -> ended(operation, outcome)));
    }

    private void ended(Operation operation, Outcome outcome) {
        window.ended(outcome instanceof Outcome.Delivered);
        attempted.fire(new DeliveryAttempted(outcome instanceof Outcome.Delivered ? "delivered"
                : outcome instanceof Outcome.Rejected ? "rejected" : "failed"));
        if (outcome instanceof Outcome.Delivered delivered) {
            // The client needn't wait for the table: should it never be told, event.com is asked.
            tell(operation, State.DELIVERED, null, delivered.receipt());
            finish(operation, State.DELIVERED, null, delivered.receipt());
        } else if (outcome instanceof Outcome.Rejected rejected) {
            String problem = problems.describe(rejected.why());
            tell(operation, State.REJECTED, problem, null);
            finish(operation, State.REJECTED, problem, null);
        } else if (outcome instanceof Outcome.Later later) {
            database.call(connection -> Operations.later(connection, operation, later.mayBeThere(), later.after()))
                    .subscribe().with(done -> deliverDue(), this::notNow);
        }
    }

    private void tell(Operation operation, State state, String problem, String receipt) {
        CompletableFuture<Operation> who = waiting.remove(operation.id());
        if (who != null) {
            who.complete(new Operation(operation.seq(), operation.id(), operation.eventId(), operation.userId(),
                    operation.client(), operation.body(), state, false, operation.attempts(), operation.acceptedAt(), null,
                    operation.nextAttemptAt(), problem, receipt));
        }
    }

    private void finish(Operation operation, State state, String problem, String receipt) {
        database.call(connection -> Operations.finish(connection, operation, state, problem, receipt)).subscribe()
                .with(finished -> deliverDue(), this::notNow);
    }

    // ---- Asking ----

    public Uni<Optional<Operation>> find(UUID id) {
        return database.call(connection -> Operations.find(connection, id));
    }

    public Uni<List<Operation>> lost(int most) {
        return database.call(connection -> Operations.lost(connection, most));
    }

    /** @return whether its state allowed it; empty if it isn't known */
    public Uni<Optional<Boolean>> retry(UUID id) {
        return change(id, Operations::retry).invoke(done -> deliverDue());
    }

    /** @return whether its state allowed it; empty if it isn't known */
    public Uni<Optional<Boolean>> discard(UUID id) {
        return change(id, (connection, operation) -> operation.state() == State.ACCEPTED
                && Operations.finish(connection, operation, State.DISCARDED, null, null).isPresent());
    }

    @FunctionalInterface
    private interface Change {

        boolean of(Connection connection, Operation operation) throws SQLException;
    }

    private Uni<Optional<Boolean>> change(UUID id, Change change) {
        return database.call(connection -> {
            Optional<Operation> operation = Operations.find(connection, id);
            return operation.isEmpty() ? Optional.empty() : Optional.of(change.of(connection, operation.get()));
        });
    }
}

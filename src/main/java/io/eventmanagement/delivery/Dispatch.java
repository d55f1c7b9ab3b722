package io.eventmanagement.delivery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.circuit.CircuitStatus;
import io.eventmanagement.circuit.CircuitTransition;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.database.Database;
import io.eventmanagement.delivery.Window.Room;
import io.eventmanagement.settings.DeliveryConfig;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.settings.ShutdownConfig;
import io.eventmanagement.time.Durations;
import io.eventmanagement.time.Time;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;

/**
 * Decides when operations are sent, and how many: in the order of acceptance for each user, different users at the same
 * time, and not while the add-event circuit lets nothing through. Any replica takes what is due, for as long as a lease.
 */
@ApplicationScoped
class Dispatch {

    private static final Logger LOG = Logger.getLogger(Dispatch.class);

    private final Vertx vertx;
    private final Database database;
    private final Circuits circuits;
    private final FairBulkhead bulkhead;
    private final Courier courier;
    private final Time time;
    private final Window window;
    private final Lease lease;
    private final Duration patience;

    /** One for each event loop: a backlog isn't to take all the time of one, and of the clients there. */
    private final List<Context> loops = new CopyOnWriteArrayList<>();
    private final AtomicInteger turns = new AtomicInteger();

    /** Occasions to look for due work that nobody has looked after yet. */
    private final AtomicInteger occasions = new AtomicInteger();

    private volatile boolean claiming = true;
    private volatile boolean sending = true;

    Dispatch(Vertx vertx, Database database, Circuits circuits, FairBulkhead bulkhead, Courier courier, Time time,
            DeliveryConfig config,
            EventApiConfig eventApi, ShutdownConfig shutdown) {
        this.vertx = vertx;
        this.database = database;
        this.circuits = circuits;
        this.bulkhead = bulkhead;
        this.courier = courier;
        this.time = time;
        this.window = new Window(config.concurrency());
        this.lease = Lease.of(eventApi, config);
        this.patience = Durations.shorter(eventApi.addTimeout().plus(Lease.SLACK), shutdown.timeout());
    }

    void begin(@Observes StartupEvent start) {
        if (database.isConfigured()) {
            vertx.deployVerticle(() -> new AbstractVerticle() {

                @Override
                public void start() {
                    loops.add(context);
                }
            }, new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()));
        }
    }

    /** Other replicas take what is due from now on; what clients of this one ask for is still sent. */
    void beforeTheEnd(@Observes ShutdownDelayInitiatedEvent delay) {
        claiming = false;
    }

    /** Nothing may be left under way: its users' next would have to wait for the end of the lease. */
    void end(@Observes ShutdownEvent shutdown) throws InterruptedException, ExecutionException {
        claiming = false;
        sending = false;
        try {
            window.whenIdle().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("%d deliveries are cut off; they go on once their lease is over", window.running());
        }
    }

    /** While a circuit changes it is locked, so this has to be quick. */
    void changed(@Observes CircuitTransition transition) {
        if (!database.isConfigured() || !transition.circuit().equals(Circuits.ADD_EVENT)) {
            return;
        }
        if (transition.to() == CircuitBreakerState.OPEN) {
            window.startOver();
            // Then a delivery may be the probe.
            vertx.setTimer(transition.openFor().toMillis() + 1, over -> wake());
        } else if (transition.to() == CircuitBreakerState.CLOSED) {
            window.startOver();
            wake();
        }
    }

    Duration lease() {
        return lease.length();
    }

    /** Room for as many as may be sent now: each has to be {@link #send sent}, or else {@link #giveBack given back}. */
    Room room(int wanted) {
        CircuitStatus circuit = circuits.addEvent().status();
        // While the wait runs nothing is tried; once it is over, one is: the probe.
        return !sending || circuit.rejects() ? Room.NONE
                : window.take(wanted, circuit.state() == CircuitBreakerState.HALF_OPEN ? 1 : bulkhead.limit());
    }

    void giveBack(int unused) {
        window.giveBack(unused);
    }

    /** There may be something due. */
    void wake() {
        if (occasions.getAndIncrement() == 0) {
            claim();
        }
    }

    private void claim() {
        int seen = occasions.get();
        Room room = claiming ? room(Integer.MAX_VALUE) : Room.NONE;
        if (room.size() == 0) {
            claimed(seen);
            return;
        }
        long asked = time.nanos();
        database.call(connection -> Operations.claim(connection, room.size(), lease.length())).subscribe().with(due -> {
            window.giveBack(room.size() - due.size());
            due.forEach(operation -> send(operation, asked, room));
            claimed(seen);
        }, thrown -> {
            window.giveBack(room.size());
            Courier.notNow(thrown);
            claimed(seen);
        });
    }

    /** Whoever came meanwhile may have come too late for this look. */
    private void claimed(int seen) {
        if (!occasions.compareAndSet(seen, 0)) {
            claim();
        }
    }

    /**
     * Sends what was claimed, or accepted with a lease, in a context of its own: nobody's request is behind it.
     *
     * @param asked nanoseconds of the clock, before the database was asked for the lease
     */
    void send(Operation operation, long asked, Room room) {
        VertxContext.createNewDuplicatedContext(loop()).runOnContext(now -> courier
                .deliver(operation, () -> sending && lease.leavesTime(time.nanos() - asked))
                .subscribe().with(delivered -> {
                    window.ended(room.round(), delivered);
                    wake();
                }));
    }

    private Context loop() {
        return loops.isEmpty() ? vertx.getOrCreateContext()
                : loops.get(Math.floorMod(turns.getAndIncrement(), loops.size()));
    }
}

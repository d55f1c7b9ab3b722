package io.eventmanagement.circuit;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.eventmanagement.time.Time;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;

/**
 * A read's circuit, run by the fault-tolerance engine. The engine reports a circuit's state, but neither since when nor whether
 * the probe is under way. This class remembers both, so that a rejected client can be told how long to wait. The state itself
 * always comes from the engine, whose own timer turns the circuit half-open.
 */
public final class EngineCircuit implements Circuit {

    private final String name;
    private final Duration delay;
    private final CircuitBreakerMaintenance engine;
    private final Time time;
    private final Consumer<CircuitTransition> listener;

    private final AtomicBoolean probing = new AtomicBoolean();

    private volatile Change last;

    private record Change(CircuitBreakerState to, Instant at, long nanos) {
    }

    /** @param delay how long the circuit stays open, as the engine is configured */
    public EngineCircuit(String name, Duration delay, CircuitBreakerMaintenance engine, Time time,
            Consumer<CircuitTransition> listener) {
        this.name = name;
        this.delay = delay;
        this.engine = engine;
        this.time = time;
        this.listener = listener;
        this.last = new Change(CircuitBreakerState.CLOSED, time.instant(), time.nanos());
        engine.onStateChange(name, state -> changed(state, why(state)));
    }

    /**
     * The engine reports changes on different threads, so they may arrive out of order. One that no longer holds is ignored.
     */
    private synchronized void changed(CircuitBreakerState to, String why) {
        if (engine.currentState(name) != to) {
            return;
        }
        CircuitBreakerState from = last.to;
        last = new Change(to, time.instant(), time.nanos());
        listener.accept(new CircuitTransition(name, from, to, why, OptionalInt.empty(),
                to == CircuitBreakerState.OPEN ? delay : Duration.ZERO, OptionalInt.empty()));
    }

    private static String why(CircuitBreakerState to) {
        return switch (to) {
            case OPEN -> "too many of the last calls failed, or the probe failed";
            case HALF_OPEN -> "the wait is over";
            case CLOSED -> "the probe succeeded";
        };
    }

    @Override
    public CircuitStatus status() {
        Change change = last;
        CircuitBreakerState state = engine.currentState(name);
        Duration wait = state == CircuitBreakerState.OPEN ? delay.minusNanos(time.nanos() - change.nanos) : Duration.ZERO;
        if (wait.isNegative() || wait.isZero()) {
            wait = state != CircuitBreakerState.CLOSED && probing.get() ? TimedCircuit.WHILE_PROBING : Duration.ZERO;
        }
        return new CircuitStatus(name, state, change.at, OptionalInt.empty(), OptionalInt.empty(), wait);
    }

    @Override
    public boolean isClosed() {
        return engine.currentState(name) == CircuitBreakerState.CLOSED;
    }

    /**
     * Makes a call through the engine's circuit. While the circuit isn't closed, one call at a time goes through.
     *
     * @param call must end by itself: while it is the probe, all other calls are rejected
     * @return the call's own outcome; fails with {@link CircuitOpenException} if the circuit rejects it
     */
    public <T> Uni<T> guard(Supplier<Uni<? extends T>> call) {
        return Uni.createFrom().deferred(() -> {
            Uni<T> guarded = Uni.createFrom().deferred(call);
            if (isClosed()) {
                return guarded;
            }
            if (!probing.compareAndSet(false, true)) {
                throw new CircuitOpenException(status());
            }
            return guarded.onTermination().invoke(() -> probing.set(false));
        });
    }

    /** Records the change as well, since the engine doesn't report a reset. */
    @Override
    public void reset() {
        engine.reset(name);
        changed(CircuitBreakerState.CLOSED, Circuits.RESET);
    }
}

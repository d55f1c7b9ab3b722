package io.eventmanagement.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.function.Consumer;

import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;

/**
 * A circuit of the fault-tolerance engine. The engine tells a circuit's state but not since when; this remembers it, so
 * that a rejected client can be told how long to wait.
 */
public final class EngineCircuit implements Circuit {

    private final String name;
    private final Duration delay;
    private final CircuitBreakerMaintenance engine;
    private final Time time;
    private final Consumer<CircuitTransition> listener;

    private volatile Change last;

    private record Change(CircuitBreakerState to, Instant at, long nanos) {
    }

    /** @param delay how long the circuit stays open, as in its annotation */
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

    private void changed(CircuitBreakerState to, String why) {
        CircuitBreakerState from = last.to;
        last = new Change(to, time.instant(), time.nanos());
        listener.accept(new CircuitTransition(name, from, to, why, OptionalInt.empty(),
                to == CircuitBreakerState.OPEN ? delay : Duration.ZERO, OptionalInt.empty()));
    }

    private static String why(CircuitBreakerState to) {
        return switch (to) {
            case OPEN -> "too many of the last calls failed, or the probe";
            case HALF_OPEN -> "the wait is over";
            case CLOSED -> "the probe succeeded";
        };
    }

    @Override
    public CircuitStatus status() {
        Change change = last;
        CircuitBreakerState state = engine.currentState(name);
        Duration wait = state == CircuitBreakerState.OPEN ? delay.minusNanos(time.nanos() - change.nanos) : Duration.ZERO;
        return new CircuitStatus(name, state, change.at, OptionalInt.empty(), OptionalInt.empty(),
                wait.isNegative() ? Duration.ZERO : wait);
    }

    /** The engine doesn't tell of a reset as of other changes. */
    @Override
    public void reset() {
        engine.reset(name);
        changed(CircuitBreakerState.CLOSED, "reset by an operator");
    }
}

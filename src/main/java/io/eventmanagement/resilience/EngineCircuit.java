package io.eventmanagement.resilience;

import java.time.Duration;
import java.time.Instant;

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

    private volatile Change last;

    private record Change(Instant at, long nanos) {
    }

    /** @param delay how long the circuit stays open, as in its annotation */
    public EngineCircuit(String name, Duration delay, CircuitBreakerMaintenance engine, Time time) {
        this.name = name;
        this.delay = delay;
        this.engine = engine;
        this.time = time;
        remember();
        engine.onStateChange(name, state -> remember());
    }

    private void remember() {
        last = new Change(time.instant(), time.nanos());
    }

    @Override
    public CircuitStatus status() {
        Change change = last;
        CircuitBreakerState state = engine.currentState(name);
        Duration wait = state == CircuitBreakerState.OPEN ? delay.minusNanos(time.nanos() - change.nanos) : Duration.ZERO;
        return new CircuitStatus(name, state, change.at, wait.isNegative() ? Duration.ZERO : wait);
    }

    @Override
    public void reset() {
        if (engine.currentState(name) != CircuitBreakerState.CLOSED) {
            remember();
        }
        engine.reset(name);
    }
}

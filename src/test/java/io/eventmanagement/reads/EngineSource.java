package io.eventmanagement.reads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.circuit.EngineCircuit;
import io.eventmanagement.reads.FakeSource.Down;
import io.eventmanagement.time.Deadline;
import io.eventmanagement.time.VirtualTime;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.core.Completer;
import io.smallrye.faulttolerance.core.FaultToleranceContext;
import io.smallrye.faulttolerance.core.circuit.breaker.CircuitBreaker;
import io.smallrye.faulttolerance.core.circuit.breaker.CircuitBreakerEvents.StateTransition;
import io.smallrye.faulttolerance.core.timer.Timer;
import io.smallrye.faulttolerance.core.timer.TimerTask;
import io.smallrye.mutiny.Uni;

/** A source behind the engine's own circuit, with its timer, on a virtual clock. Its calls end when the test says so. */
final class EngineSource implements Source<String>, CircuitBreakerMaintenance, Timer {

    static final Duration WAIT = Duration.ofSeconds(5);
    static final int VOLUME = 4;

    private final VirtualTime time;
    private final CircuitBreaker<String> engine;
    private final EngineCircuit circuit;
    private final List<Completer<String>> calls = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private Consumer<CircuitBreakerState> listener;

    private record Alarm(long due, Runnable task) {
    }

    EngineSource(VirtualTime time) {
        this.time = time;
        engine = new CircuitBreaker<>(context -> {
            Completer<String> call = Completer.create();
            calls.add(call);
            return call.future();
        }, "engine", thrown -> !(thrown instanceof Down), WAIT.toMillis(), VOLUME, 0.5, 1, () -> {
            long start = time.nanos();
            return () -> (time.nanos() - start) / 1_000_000;
        }, this);
        circuit = new EngineCircuit("engine", WAIT, this, time, transition -> {
        });
    }

    @Override
    public Uni<String> fetch(String id, Deadline.End end) {
        return circuit.guard(() -> Uni.createFrom().<String> emitter(emitter -> {
            FaultToleranceContext<String> context = new FaultToleranceContext<>(() -> null, true);
            context.registerEventHandler(StateTransition.class, event -> listener.accept(event.targetState));
            engine.apply(context).then((value, thrown) -> {
                if (thrown == null) {
                    emitter.complete(value);
                } else {
                    emitter.fail(thrown);
                }
            });
        })).onFailure(CircuitBreakerOpenException.class).transform(thrown -> new CircuitOpenException(circuit.status()));
    }

    @Override
    public Circuit circuit() {
        return circuit;
    }

    @Override
    public boolean hasFailed(Throwable thrown) {
        return true;
    }

    CircuitBreakerState state() {
        return circuit.status().state();
    }

    // ---- What the test makes of it ----

    int calls() {
        return calls.size();
    }

    int underWay() {
        return (int) calls.stream().filter(call -> !call.future().isComplete()).count();
    }

    void succeed(int call, String value) {
        calls.get(call).complete(value);
    }

    void fail(int call) {
        calls.get(call).completeWithError(new Down());
    }

    /** Lets the time go by, and the engine's timer with it. */
    void advance(Duration duration) {
        time.advance(duration);
        runTimer();
    }

    /** Lets the time go by while the engine's timer is late. */
    void advanceWithoutTimer(Duration duration) {
        time.advance(duration);
    }

    void runTimer() {
        List<Alarm> due = alarms.stream().filter(alarm -> time.nanos() - alarm.due >= 0).toList();
        alarms.removeAll(due);
        due.forEach(alarm -> alarm.task.run());
    }

    // ---- The engine's maintenance, and its timer ----

    @Override
    public CircuitBreakerState currentState(String name) {
        return switch (engine.currentState()) {
            case CircuitBreaker.STATE_CLOSED -> CircuitBreakerState.CLOSED;
            case CircuitBreaker.STATE_OPEN -> CircuitBreakerState.OPEN;
            default -> CircuitBreakerState.HALF_OPEN;
        };
    }

    @Override
    public void onStateChange(String name, Consumer<CircuitBreakerState> callback) {
        listener = callback;
    }

    @Override
    public void reset(String name) {
        engine.reset();
    }

    @Override
    public void resetAll() {
        engine.reset();
    }

    @Override
    public int getId() {
        return 0;
    }

    @Override
    public TimerTask schedule(long delayMillis, Runnable task) {
        alarms.add(new Alarm(time.nanos() + delayMillis * 1_000_000, task));
        return null;
    }

    @Override
    public TimerTask schedule(long delayMillis, Runnable task, Executor executor) {
        return schedule(delayMillis, task);
    }

    @Override
    public int countScheduledTasks() {
        return alarms.size();
    }

    @Override
    public void shutdown() {
        alarms.clear();
    }
}

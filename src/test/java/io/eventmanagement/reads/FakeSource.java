package io.eventmanagement.reads;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.CircuitStatus;
import io.eventmanagement.time.Deadline;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/** A source whose calls end when the test says so, behind a circuit that is as the test says. */
final class FakeSource implements Source<String>, Circuit {

    /** What counts as the source's own failure. */
    static final class Down extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** What is the reader's fault. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    record Call(String id, Deadline.End end, UniEmitter<? super String> outcome) {
    }

    private final List<Call> calls = new ArrayList<>();
    private Function<String, Uni<String>> answer;
    private CircuitBreakerState state = CircuitBreakerState.CLOSED;
    private Duration wait = Duration.ZERO;

    @Override
    public synchronized Uni<String> fetch(String id, Deadline.End end) {
        Function<String, Uni<String>> atOnce = answer;
        return Uni.createFrom().emitter(outcome -> {
            synchronized (this) {
                calls.add(new Call(id, end, outcome));
            }
            if (atOnce != null) {
                atOnce.apply(id).subscribe().with(outcome::complete, outcome::fail);
            }
        });
    }

    @Override
    public Circuit circuit() {
        return this;
    }

    @Override
    public boolean hasFailed(Throwable thrown) {
        return thrown instanceof Down;
    }

    @Override
    public CircuitStatus status() {
        return new CircuitStatus("fake", state, Instant.EPOCH, OptionalInt.empty(), OptionalInt.empty(), wait);
    }

    @Override
    public void reset() {
        circuit(CircuitBreakerState.CLOSED, Duration.ZERO);
    }

    void circuit(CircuitBreakerState newState, Duration newWait) {
        state = newState;
        wait = newWait;
    }

    // ---- How it answers: when it is told to, unless one of these says otherwise ----

    void answers(Function<String, String> value) {
        answer = id -> Uni.createFrom().item(value.apply(id));
    }

    void fails() {
        answer = id -> Uni.createFrom().failure(new Down());
    }

    void waitsForTheTest() {
        answer = null;
    }

    void succeed(int call, String value) {
        call(call).outcome().complete(value);
    }

    void fail(int call, Throwable thrown) {
        call(call).outcome().fail(thrown);
    }

    // ---- What reached it ----

    synchronized int calls() {
        return calls.size();
    }

    synchronized Call call(int n) {
        return calls.get(n);
    }
}

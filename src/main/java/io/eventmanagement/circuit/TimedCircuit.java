package io.eventmanagement.circuit;

import static io.smallrye.faulttolerance.api.CircuitBreakerState.CLOSED;
import static io.smallrye.faulttolerance.api.CircuitBreakerState.HALF_OPEN;
import static io.smallrye.faulttolerance.api.CircuitBreakerState.OPEN;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.eventmanagement.time.RecoveryBackoff;
import io.eventmanagement.time.Time;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;

/**
 * A circuit that counts failures within a window of time, and whose waits grow (docs/resilience.md, "The add-event circuit").
 * <p>
 * Each stay in a state is an object of its own. A call keeps the stay in which it began, and its outcome counts only while that
 * stay is current. An open circuit turns half-open when a call or a watcher looks at it after its wait, without a timer.
 */
public final class TimedCircuit implements Circuit {

    /** The {@code retryAfter} of calls that are rejected while the probe is under way. */
    static final Duration WHILE_PROBING = Duration.ofSeconds(1);

    private final String name;
    private final int threshold;
    private final FailureWindow failures;
    private final RecoveryBackoff backoff;
    private final Time time;
    private final Consumer<CircuitTransition> listener;

    private Stay stay;

    private static final class Stay {

        private final CircuitBreakerState state;
        private final Instant since;
        private final int attempt;
        private final long waitEnds;
        private boolean probing;

        private Stay(CircuitBreakerState state, Instant since, int attempt, long waitEnds) {
            this.state = state;
            this.since = since;
            this.attempt = attempt;
            this.waitEnds = waitEnds;
        }
    }

    /**
     * @param random gives numbers from 0 to 1, for the jitter
     * @param listener receives the transitions in order; must be quick, since the circuit is locked meanwhile
     */
    public TimedCircuit(String name, CircuitRules rules, Time time, DoubleSupplier random,
            Consumer<CircuitTransition> listener) {
        this.name = name;
        this.threshold = rules.failureThreshold();
        this.failures = new FailureWindow(rules.failureThreshold(), rules.failureWindow());
        this.backoff = new RecoveryBackoff(rules.resetTimeout(), rules.maxResetTimeout(), rules.jitter(), random);
        this.time = time;
        this.listener = listener;
        this.stay = new Stay(CLOSED, time.instant(), 0, 0);
    }

    /**
     * Runs the call if the circuit lets it through. Once begun, the call runs to its end even if nobody waits for it any more.
     *
     * @param call must end by itself: while it is the probe, all other calls are rejected
     * @param isFailure whether an exception counts as a failure; if not, it counts as a success; must not throw
     * @return the call's own outcome; fails with {@link CircuitOpenException} if the circuit rejects it
     */
    public <T> Uni<T> guard(Supplier<Uni<? extends T>> call, Predicate<Throwable> isFailure) {
        return Uni.createFrom().emitter(emitter -> {
            Stay began = begin();
            Uni.createFrom().<T> deferred(call).subscribe().with(item -> {
                end(began, false);
                emitter.complete(item);
            }, thrown -> {
                end(began, isFailure.test(thrown));
                emitter.fail(thrown);
            });
        });
    }

    private synchronized Stay begin() {
        CircuitStatus now = status();
        if (now.rejects()) {
            throw new CircuitOpenException(now);
        }
        stay.probing = stay.state == HALF_OPEN;
        return stay;
    }

    private synchronized void end(Stay began, boolean failed) {
        long now = time.nanos();
        if (began != stay) {
            return;
        }
        if (failed) {
            failures.record(now);
            if (stay.state == HALF_OPEN) {
                open(now, "the probe failed");
            } else if (failures.count(now) == threshold) {
                open(now, "too many failures in the window");
            }
        } else if (stay.state == HALF_OPEN) {
            close("the probe succeeded");
        }
    }

    @Override
    public synchronized CircuitStatus status() {
        long now = time.nanos();
        if (stay.state == OPEN && now - stay.waitEnds >= 0) {
            move(new Stay(HALF_OPEN, time.instant(), stay.attempt, 0), Duration.ZERO, failures.count(now), "the wait is over");
        }
        Duration retryAfter = stay.state == OPEN ? Duration.ofNanos(stay.waitEnds - now)
                : stay.probing ? WHILE_PROBING : Duration.ZERO;
        return new CircuitStatus(name, stay.state, stay.since, OptionalInt.of(failures.count(now)),
                OptionalInt.of(stay.attempt), retryAfter);
    }

    @Override
    public synchronized void reset() {
        close(Circuits.RESET);
    }

    private void open(long now, String why) {
        int attempt = stay.attempt + 1;
        Duration wait = backoff.delay(attempt);
        move(new Stay(OPEN, time.instant(), attempt, now + wait.toNanos()), wait, failures.count(now), why);
    }

    private void close(String why) {
        failures.clear();
        move(new Stay(CLOSED, time.instant(), 0, 0), Duration.ZERO, 0, why);
    }

    private void move(Stay next, Duration wait, int failuresInWindow, String why) {
        CircuitBreakerState from = stay.state;
        stay = next;
        listener.accept(new CircuitTransition(name, from, next.state, why, OptionalInt.of(failuresInWindow), wait,
                OptionalInt.of(next.attempt)));
    }
}

package io.eventmanagement.circuit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.smallrye.faulttolerance.api.CircuitBreakerState;

/** What a {@link TimedCircuit} without jitter promises, told in whole milliseconds with a list of all failures. */
final class CircuitModel {

    private final CircuitRules rules;
    private final List<Long> failures = new ArrayList<>();
    private long now;
    private int attempt;
    private long waitEnds;
    private boolean probing;

    /** Goes up whenever the circuit opens or closes; who began in an earlier one is late. */
    private int epoch;

    CircuitModel(CircuitRules rules) {
        this.rules = rules;
    }

    void advance(long millis) {
        now += millis;
    }

    CircuitBreakerState state() {
        if (attempt == 0) {
            return CircuitBreakerState.CLOSED;
        }
        return now < waitEnds ? CircuitBreakerState.OPEN : CircuitBreakerState.HALF_OPEN;
    }

    int attempt() {
        return attempt;
    }

    int failuresInWindow() {
        long remembered = failures.stream().filter(t -> now < t + rules.failureWindow().toMillis()).count();
        return (int) Math.min(remembered, rules.failureThreshold());
    }

    /** How long a caller would be told to wait, if it would be rejected. */
    Optional<Duration> rejection() {
        return switch (state()) {
            case CLOSED -> Optional.empty();
            case OPEN -> Optional.of(Duration.ofMillis(waitEnds - now));
            case HALF_OPEN -> probing ? Optional.of(Duration.ofSeconds(1)) : Optional.empty();
        };
    }

    /** @return the epoch that the call belongs to */
    int begin() {
        probing = attempt > 0;
        return epoch;
    }

    void end(int begunIn, boolean failed) {
        if (begunIn != epoch) {
            return;
        }
        if (!failed && probing) {
            reset();
        } else if (failed) {
            failures.add(now);
            if (probing || failuresInWindow() == rules.failureThreshold()) {
                open();
            }
        }
    }

    void reset() {
        failures.clear();
        attempt = 0;
        probing = false;
        epoch++;
    }

    private void open() {
        double wait = rules.resetTimeout().toMillis() * Math.pow(2, attempt);
        waitEnds = now + (long) Math.min(rules.maxResetTimeout().toMillis(), wait);
        attempt++;
        probing = false;
        epoch++;
    }
}

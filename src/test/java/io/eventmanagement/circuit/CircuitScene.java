package io.eventmanagement.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.eventmanagement.testing.Calls;
import io.eventmanagement.time.VirtualTime;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

/** A circuit on a virtual clock, and the calls through it, which end when the test says so. */
final class CircuitScene {

    static final CircuitRules RULES = new CircuitRules(3, Duration.ofSeconds(30), Duration.ofSeconds(10),
            Duration.ofSeconds(60), 0);

    final VirtualTime time = new VirtualTime();
    final Calls calls = new Calls();
    final List<CircuitTransition> told = new ArrayList<>();
    final TimedCircuit circuit;

    private final Set<String> refused = new HashSet<>();
    private int names;

    CircuitScene() {
        this(RULES);
    }

    CircuitScene(CircuitRules rules) {
        circuit = new TimedCircuit("add-event", rules, time, () -> 1, told::add);
    }

    /** Goes forward to so many seconds after the start. */
    void at(int second) {
        time.advanceTo(Duration.ofSeconds(second));
    }

    UniAssertSubscriber<String> begin(String name) {
        Uni<String> call = circuit.guard(calls.named(name), thrown -> !refused.contains(thrown.getMessage()));
        return call.subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    void succeed(String name) {
        calls.end(name);
    }

    void fail(String name) {
        calls.fail(name);
    }

    /** Ends it with a failure that doesn't count. */
    void refuse(String name) {
        refused.add(name);
        calls.fail(name);
    }

    /** A call that succeeds at once. */
    void success() {
        String name = "success " + names++;
        begin(name);
        succeed(name);
    }

    /** A call that fails at once. */
    void failure() {
        String name = "failure " + names++;
        begin(name);
        fail(name);
    }

    /** A call that is rejected. */
    CircuitStatus rejection() {
        String name = "rejected " + names++;
        Throwable thrown = begin(name).assertFailedWith(CircuitOpenException.class).getFailure();
        assertThat(calls.begun()).doesNotContain(name);
        return ((CircuitOpenException) thrown).status();
    }

    /** Opens it for the first time, which is for ten seconds. */
    CircuitScene open() {
        failure();
        failure();
        failure();
        assertThat(state()).isEqualTo(CircuitBreakerState.OPEN);
        return this;
    }

    /** Opens it, waits until its wait is over and begins the probe. */
    CircuitScene probing(String probe) {
        open();
        awaitEnd();
        begin(probe);
        assertThat(calls.underWay()).contains(probe);
        return this;
    }

    /** Goes forward to the end of the wait. */
    void awaitEnd() {
        time.advance(circuit.status().retryAfter());
    }

    CircuitBreakerState state() {
        return circuit.status().state();
    }
}

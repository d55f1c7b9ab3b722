package io.eventmanagement.circuit;

import static io.smallrye.faulttolerance.api.CircuitBreakerState.CLOSED;
import static io.smallrye.faulttolerance.api.CircuitBreakerState.HALF_OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

/** Calls that end in another state than they began in, and an operator who resets the circuit meanwhile. */
class TimedCircuitLateOutcomeTest {

    enum Outcome {
        SUCCESS,
        FAILURE,
        REFUSAL
    }

    private final CircuitScene scene = new CircuitScene();

    private void end(String name, Outcome outcome) {
        switch (outcome) {
            case SUCCESS -> scene.succeed(name);
            case FAILURE -> scene.fail(name);
            case REFUSAL -> scene.refuse(name);
        }
    }

    private void assertThatNothingChangesWhenLateEndsWith(Outcome outcome, UniAssertSubscriber<String> caller) {
        // Given
        CircuitStatus before = scene.circuit.status();
        List<CircuitTransition> toldBefore = List.copyOf(scene.told);

        // When
        end("late", outcome);

        // Then
        assertThat(scene.circuit.status()).isEqualTo(before);
        assertThat(scene.told).isEqualTo(toldBefore);
        if (outcome == Outcome.SUCCESS) {
            caller.assertItem("late");
        } else {
            caller.assertFailedWith(IllegalStateException.class, "late");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallFromBeforeChangesNothingOnceItIsOpen(Outcome outcome) {
        UniAssertSubscriber<String> caller = scene.begin("late");
        scene.open();
        scene.at(3);

        assertThatNothingChangesWhenLateEndsWith(outcome, caller);
    }

    @ParameterizedTest
    @EnumSource
    void aCallFromBeforeIsntTakenForTheProbeWhoseTurnItIs(Outcome outcome) {
        UniAssertSubscriber<String> caller = scene.begin("late");
        scene.open();
        scene.awaitEnd();
        assertThat(scene.state()).isEqualTo(HALF_OPEN);

        assertThatNothingChangesWhenLateEndsWith(outcome, caller);
    }

    @ParameterizedTest
    @EnumSource
    void aCallFromBeforeIsntTakenForTheProbeUnderWay(Outcome outcome) {
        UniAssertSubscriber<String> caller = scene.begin("late");
        scene.probing("probe");

        assertThatNothingChangesWhenLateEndsWith(outcome, caller);
    }

    @ParameterizedTest
    @EnumSource
    void aCallFromAnEarlierClosedStateChangesNothingInALaterOne(Outcome outcome) {
        UniAssertSubscriber<String> caller = scene.begin("late");
        scene.probing("probe").succeed("probe");
        scene.failure();
        scene.failure();

        assertThatNothingChangesWhenLateEndsWith(outcome, caller);
    }

    @ParameterizedTest
    @EnumSource
    void aProbeFromBeforeAResetChangesNothingInTheClosedState(Outcome outcome) {
        scene.open();
        scene.awaitEnd();
        UniAssertSubscriber<String> caller = scene.begin("late");
        scene.circuit.reset();
        scene.failure();
        scene.failure();

        assertThatNothingChangesWhenLateEndsWith(outcome, caller);
    }

    @ParameterizedTest
    @EnumSource
    void aProbeFromBeforeAResetChangesNothingInALaterHalfOpenState(Outcome outcome) {
        scene.open();
        scene.awaitEnd();
        UniAssertSubscriber<String> caller = scene.begin("late");
        scene.circuit.reset();
        scene.probing("newer probe");

        assertThatNothingChangesWhenLateEndsWith(outcome, caller);
    }

    @ParameterizedTest
    @ValueSource(strings = { "closed", "open", "wait over, not looked at", "half-open", "probing" })
    void aResetClosesFromEachStateAndForgetsAll(String state) {
        // Given
        switch (state) {
            case "open" -> scene.open();
            case "wait over, not looked at" -> scene.open().time.advance(Duration.ofSeconds(11));
            case "half-open" -> {
                scene.open().awaitEnd();
                assertThat(scene.state()).isEqualTo(HALF_OPEN);
            }
            case "probing" -> scene.probing("probe");
            default -> scene.failure();
        }

        // When
        scene.circuit.reset();

        // Then
        assertThat(scene.circuit.status()).isEqualTo(new CircuitStatus("add-event", CLOSED, scene.time.instant(),
                OptionalInt.of(0), OptionalInt.of(0), Duration.ZERO));
        CircuitTransition last = scene.told.get(scene.told.size() - 1);
        assertThat(last.to()).isEqualTo(CLOSED);
        assertThat(last.why()).isEqualTo("reset by an operator");
        scene.open();
        assertThat(scene.rejection().retryAfter()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aCallFromBeforeAResetOfAClosedCircuitChangesNothing() {
        UniAssertSubscriber<String> caller = scene.begin("late");
        scene.circuit.reset();
        scene.failure();
        scene.failure();

        assertThatNothingChangesWhenLateEndsWith(Outcome.FAILURE, caller);
    }
}

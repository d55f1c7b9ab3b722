package io.eventmanagement.circuit;

import static io.smallrye.faulttolerance.api.CircuitBreakerState.CLOSED;
import static io.smallrye.faulttolerance.api.CircuitBreakerState.HALF_OPEN;
import static io.smallrye.faulttolerance.api.CircuitBreakerState.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;

import org.junit.jupiter.api.Test;

/** What the listener hears. */
class TimedCircuitTransitionTest {

    private final CircuitScene scene = new CircuitScene();

    @Test
    void eachTransitionIsToldOnceAndInOrder() {
        // Given
        scene.open();
        scene.rejection();
        scene.at(10);
        scene.circuit.status();
        scene.circuit.status();
        scene.failure();
        scene.at(35);

        // When
        scene.success();

        // Then
        assertThat(scene.told).extracting(CircuitTransition::circuit).containsOnly("add-event");
        assertThat(scene.told).extracting(CircuitTransition::why).doesNotContain("").doesNotContainNull();
        assertThat(scene.told).extracting(CircuitTransition::from, CircuitTransition::to,
                told -> told.failuresInWindow().getAsInt(), CircuitTransition::openFor, told -> told.attempt().getAsInt())
                .containsExactly(tuple(CLOSED, OPEN, 3, Duration.ofSeconds(10), 1),
                        tuple(OPEN, HALF_OPEN, 3, Duration.ZERO, 1),
                        tuple(HALF_OPEN, OPEN, 3, Duration.ofSeconds(20), 2),
                        tuple(OPEN, HALF_OPEN, 1, Duration.ZERO, 2),
                        tuple(HALF_OPEN, CLOSED, 0, Duration.ZERO, 0));
    }

    @Test
    void nothingIsToldWhileTheStateStaysTheSame() {
        // Given
        scene.failure();
        scene.failure();
        scene.success();
        scene.at(31);

        // When
        scene.failure();

        // Then
        assertThat(scene.told).isEmpty();
    }

    @Test
    void theListenerHearsOfTheLongerWaitWithItsJitter() {
        // Given
        CircuitScene jittery = new CircuitScene(new CircuitRules(1, Duration.ofSeconds(30), Duration.ofSeconds(10),
                Duration.ofSeconds(60), 0.1));

        // When
        jittery.failure();

        // Then
        assertThat(jittery.told).extracting(CircuitTransition::openFor).containsExactly(Duration.ofSeconds(11));
    }
}

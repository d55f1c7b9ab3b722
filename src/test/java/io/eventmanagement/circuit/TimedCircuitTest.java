package io.eventmanagement.circuit;

import static io.smallrye.faulttolerance.api.CircuitBreakerState.CLOSED;
import static io.smallrye.faulttolerance.api.CircuitBreakerState.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

/** Closed: calls go through, and what opens the circuit. */
class TimedCircuitTest {

    private final CircuitScene scene = new CircuitScene();

    @Test
    void aCallsOwnOutcomeReachesItsCaller() {
        // Given
        UniAssertSubscriber<String> lucky = scene.begin("lucky");
        UniAssertSubscriber<String> unlucky = scene.begin("unlucky");

        // When
        scene.succeed("lucky");
        scene.fail("unlucky");

        // Then
        lucky.assertItem("lucky");
        unlucky.assertFailedWith(IllegalStateException.class, "unlucky");
    }

    @Test
    void nothingHappensUntilSomebodySubscribes() {
        // Given
        Uni<String> call = scene.circuit.guard(scene.calls.named("lazy"), thrown -> true);
        scene.open();

        // When
        UniAssertSubscriber<String> late = call.subscribe().withSubscriber(UniAssertSubscriber.create());

        // Then
        late.assertFailedWith(CircuitOpenException.class);
        assertThat(scene.calls.begun()).doesNotContain("lazy");
    }

    @Test
    void successesInBetweenNeitherCountNorEraseFailures() {
        // Given
        scene.failure();
        scene.at(5);
        scene.success();
        scene.at(10);
        scene.failure();
        scene.at(20);
        scene.success();
        assertThat(scene.state()).isEqualTo(CLOSED);
        scene.at(29);

        // When
        scene.failure();

        // Then
        assertThat(scene.state()).isEqualTo(OPEN);
    }

    @Test
    void failuresThatHaveExpiredDontOpenButThreeInAnyWindowDo() {
        // Given
        scene.failure();
        scene.at(25);
        scene.failure();
        scene.at(31);
        scene.failure();
        assertThat(scene.state()).isEqualTo(CLOSED);
        scene.at(50);

        // When
        scene.failure();

        // Then
        assertThat(scene.state()).isEqualTo(OPEN);
    }

    @ParameterizedTest
    @CsvSource({ "29999, OPEN", "30000, CLOSED", "30001, CLOSED" })
    void theFirstFailureExpiresExactlyAtTheEndOfTheWindow(long millis, CircuitBreakerState expected) {
        // Given
        scene.failure();
        scene.at(10);
        scene.failure();
        scene.time.advanceTo(Duration.ofMillis(millis));

        // When
        scene.failure();

        // Then
        assertThat(scene.state()).isEqualTo(expected);
    }

    @Test
    void aFailureIsRememberedFromTheMomentThatTheCallEnds() {
        // Given
        scene.begin("slow");
        scene.at(29);
        scene.fail("slow");
        scene.at(58);
        scene.failure();

        // When
        scene.failure();

        // Then
        assertThat(scene.state()).isEqualTo(OPEN);
    }

    @Test
    void failuresThatDontCountNeverOpenIt() {
        // Given
        scene.failure();
        scene.failure();
        UniAssertSubscriber<String> refused = scene.begin("refused");

        // When
        scene.refuse("refused");

        // Then
        refused.assertFailedWith(IllegalStateException.class, "refused");
        assertThat(scene.state()).isEqualTo(CLOSED);
        assertThat(scene.circuit.status().failuresInWindow()).hasValue(2);
    }

    @Test
    void aCallThatThrowsInsteadOfBeginningCounts() {
        // Given
        scene.failure();
        scene.failure();
        Uni<String> broken = scene.circuit.guard(() -> {
            throw new IllegalArgumentException("at once");
        }, thrown -> true);

        // When
        UniAssertSubscriber<String> caller = broken.subscribe().withSubscriber(UniAssertSubscriber.create());

        // Then
        caller.assertFailedWith(IllegalArgumentException.class, "at once");
        assertThat(scene.state()).isEqualTo(OPEN);
    }
}

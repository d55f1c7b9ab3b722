package io.eventmanagement.circuit;

import static io.smallrye.faulttolerance.api.CircuitBreakerState.CLOSED;
import static io.smallrye.faulttolerance.api.CircuitBreakerState.HALF_OPEN;
import static io.smallrye.faulttolerance.api.CircuitBreakerState.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

import io.eventmanagement.time.RetryAfter;
import io.eventmanagement.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

/** Half-open: the probe, and what its outcome does. */
class TimedCircuitProbeTest {

    private final CircuitScene scene = new CircuitScene();

    @Test
    void whileTheProbeIsUnderWayAllOthersAreRejectedForASecond() {
        // Given
        scene.probing("probe");
        scene.time.advance(Duration.ofHours(1));

        // When
        CircuitStatus rejection = scene.rejection();

        // Then
        assertThat(rejection.state()).isEqualTo(HALF_OPEN);
        assertThat(rejection.attempt()).hasValue(1);
        assertThat(rejection.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(scene.calls.underWay()).containsExactly("probe");
    }

    @Test
    void waitsInARowDoubleUpToTheLongest() {
        // Given
        scene.open();
        List<Long> waits = new ArrayList<>(List.of(RetryAfter.seconds(scene.rejection().retryAfter())));

        // When
        for (int i = 0; i < 5; i++) {
            scene.awaitEnd();
            scene.failure();
            waits.add(RetryAfter.seconds(scene.rejection().retryAfter()));
        }

        // Then
        assertThat(waits).containsExactly(10L, 20L, 40L, 60L, 60L, 60L);
        assertThat(scene.circuit.status().attempt()).hasValue(6);
    }

    @Test
    void theWaitIsLongerByItsJitter() {
        // Given
        CircuitScene jittery = new CircuitScene(new CircuitRules(3, Duration.ofSeconds(30), Duration.ofSeconds(10),
                Duration.ofSeconds(60), 0.1));

        // When
        jittery.open();

        // Then
        assertThat(jittery.rejection().retryAfter()).isEqualTo(Duration.ofSeconds(11));
    }

    @Test
    void aSuccessfulProbeClosesAndClearsHistoryAndWaits() {
        // Given
        scene.open();
        scene.awaitEnd();
        scene.failure();
        scene.awaitEnd();
        scene.begin("probe");

        // When
        scene.succeed("probe");

        // Then
        assertThat(scene.circuit.status()).isEqualTo(new CircuitStatus("add-event", CLOSED,
                VirtualTime.START.plusSeconds(30), OptionalInt.of(0), OptionalInt.of(0), Duration.ZERO));
        scene.failure();
        scene.failure();
        assertThat(scene.state()).isEqualTo(CLOSED);
        scene.failure();
        assertThat(scene.rejection().retryAfter()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void oneFailedProbeReopensHoweverOldTheHistory() {
        // Given
        scene.open();
        scene.time.advance(Duration.ofDays(1));

        // When
        scene.failure();

        // Then
        assertThat(scene.circuit.status()).isEqualTo(new CircuitStatus("add-event", OPEN,
                VirtualTime.START.plus(Duration.ofDays(1)), OptionalInt.of(1), OptionalInt.of(2), Duration.ofSeconds(20)));
    }

    @Test
    void theWaitAfterAFailedProbeBeginsWhenTheProbeEnds() {
        // Given
        scene.probing("slow");
        scene.at(15);

        // When
        scene.fail("slow");

        // Then
        scene.at(34);
        assertThat(scene.rejection().retryAfter()).isEqualTo(Duration.ofSeconds(1));
        scene.at(35);
        assertThat(scene.state()).isEqualTo(HALF_OPEN);
    }

    @Test
    void aProbeWhoseFailureDoesntCountCloses() {
        // Given
        scene.probing("probe");

        // When
        scene.refuse("probe");

        // Then
        assertThat(scene.state()).isEqualTo(CLOSED);
        assertThat(scene.circuit.status().failuresInWindow()).hasValue(0);
    }

    @Test
    void aProbeThatThrowsInsteadOfBeginningReopens() {
        // Given
        scene.open();
        scene.awaitEnd();
        Uni<String> broken = scene.circuit.guard(() -> {
            throw new IllegalArgumentException("at once");
        }, thrown -> true);

        // When
        UniAssertSubscriber<String> caller = broken.subscribe().withSubscriber(UniAssertSubscriber.create());

        // Then
        caller.assertFailedWith(IllegalArgumentException.class, "at once");
        assertThat(scene.rejection().retryAfter()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aProbeWhoseClientHangsUpRunsToItsEndAndItsSuccessCloses() {
        // Given
        scene.open();
        scene.awaitEnd();
        scene.begin("probe").cancel();
        assertThat(scene.rejection().state()).isEqualTo(HALF_OPEN);

        // When
        scene.succeed("probe");

        // Then
        assertThat(scene.state()).isEqualTo(CLOSED);
    }

    @Test
    void aProbeWhoseClientHangsUpRunsToItsEndAndItsFailureReopens() {
        // Given
        scene.open();
        scene.awaitEnd();
        scene.begin("probe").cancel();

        // When
        scene.fail("probe");

        // Then
        assertThat(scene.rejection().retryAfter()).isEqualTo(Duration.ofSeconds(20));
    }
}

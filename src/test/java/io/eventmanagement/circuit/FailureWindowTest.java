package io.eventmanagement.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.eventmanagement.time.VirtualTime;

class FailureWindowTest {

    private final VirtualTime time = new VirtualTime();
    private final FailureWindow window = new FailureWindow(3, Duration.ofSeconds(30));

    private void recordAt(int second) {
        time.advanceTo(Duration.ofSeconds(second));
        window.record(time.nanos());
    }

    private int countAt(Duration sinceStart) {
        time.advanceTo(sinceStart);
        return window.count(time.nanos());
    }

    @ParameterizedTest
    @CsvSource({ "0, 1", "29999, 1", "30000, 0", "30001, 0" })
    void aFailureCountsUntilTheWindowHasPassed(long millis, int expected) {
        // Given
        recordAt(0);

        // When
        int count = countAt(Duration.ofMillis(millis));

        // Then
        assertThat(count).isEqualTo(expected);
    }

    @Test
    void aFailureCountsToTheLastNanosecondOfTheWindow() {
        // Given
        recordAt(0);

        // When
        int count = countAt(Duration.ofSeconds(30).minusNanos(1));

        // Then
        assertThat(count).isEqualTo(1);
    }

    @Test
    void eachFailureExpiresByItself() {
        // Given
        recordAt(0);
        recordAt(10);
        recordAt(20);

        // When
        int[] counts = { countAt(Duration.ofSeconds(29)), countAt(Duration.ofSeconds(30)), countAt(Duration.ofSeconds(40)),
                countAt(Duration.ofSeconds(50)) };

        // Then
        assertThat(counts).containsExactly(3, 2, 1, 0);
    }

    @Test
    void failuresAtTheSameMomentCountEach() {
        // Given
        recordAt(5);
        recordAt(5);

        // When
        int count = window.count(time.nanos());

        // Then
        assertThat(count).isEqualTo(2);
    }

    @Test
    void onlyTheLatestAreKept() {
        // Given
        for (int second : new int[] { 0, 1, 2, 20, 21 }) {
            recordAt(second);
        }

        // When
        int[] counts = { countAt(Duration.ofSeconds(21)), countAt(Duration.ofSeconds(32)), countAt(Duration.ofSeconds(50)),
                countAt(Duration.ofSeconds(51)) };

        // Then
        assertThat(counts).containsExactly(3, 2, 1, 0);
    }

    @Test
    void nothingIsRememberedOnceCleared() {
        // Given
        recordAt(0);
        recordAt(1);

        // When
        window.clear();

        // Then
        assertThat(window.count(time.nanos())).isZero();
        recordAt(2);
        assertThat(window.count(time.nanos())).isEqualTo(1);
    }
}

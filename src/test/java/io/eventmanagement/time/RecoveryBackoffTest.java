package io.eventmanagement.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryBackoffTest {

    private static final Duration BASE = Duration.ofSeconds(10);
    private static final Duration MAX = Duration.ofSeconds(60);

    private static RecoveryBackoff withJitter(double jitter, double random) {
        return new RecoveryBackoff(BASE, MAX, jitter, () -> random);
    }

    @ParameterizedTest
    @CsvSource({ "1, 10", "2, 20", "3, 40", "4, 60", "5, 60", "31, 60", "32, 60", "33, 60", "63, 60", "64, 60", "65, 60",
            "1000000, 60", "2147483647, 60" })
    void theWaitDoublesUpToTheLongestAndNeverOverflows(int attempt, long seconds) {
        // Given
        RecoveryBackoff backoff = withJitter(0, 1);

        // When
        Duration wait = backoff.delay(attempt);

        // Then
        assertThat(wait).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({ "1, 0, 10000", "1, 0.5, 10500", "1, 1, 11000", "3, 0, 40000", "3, 0.5, 42000", "3, 1, 44000", "4, 0, 60000",
            "4, 0.5, 63000", "4, 1, 66000" })
    void jitterAddsItsShareAndNeverShortensTheWait(int attempt, double random, long millis) {
        // Given
        RecoveryBackoff backoff = withJitter(0.1, random);

        // When
        Duration wait = backoff.delay(attempt);

        // Then
        assertThat(wait).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 1_000_000 })
    void theWaitIsAlwaysTheSameWhereTheFirstIsTheLongest(int attempt) {
        // Given
        RecoveryBackoff backoff = new RecoveryBackoff(MAX, MAX, 0, () -> 1);

        // When
        Duration wait = backoff.delay(attempt);

        // Then
        assertThat(wait).isEqualTo(MAX);
    }

    @Test
    void eachWaitHasARandomNumberOfItsOwn() {
        // Given
        double[] next = { 0 };
        RecoveryBackoff backoff = new RecoveryBackoff(BASE, MAX, 0.1, () -> next[0]);
        Duration first = backoff.delay(1);
        next[0] = 1;

        // When
        Duration second = backoff.delay(1);

        // Then
        assertThat(first).isEqualTo(Duration.ofSeconds(10));
        assertThat(second).isEqualTo(Duration.ofSeconds(11));
    }
}

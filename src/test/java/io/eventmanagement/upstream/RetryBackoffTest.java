package io.eventmanagement.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

/** With so many draws it won't happen in the life of the universe that one of at most 101 values isn't among them. */
class RetryBackoffTest {

    private static final int DRAWS = 10_000;

    /** The n-th delay of each of so many calls. */
    private static long[] delays(int n) {
        return LongStream.range(0, DRAWS).map(call -> {
            RetryBackoff backoff = new RetryBackoff(() -> true);
            backoff.init(RetryBackoff.FIRST_DELAY);
            long delay = 0;
            for (int i = 0; i < n; i++) {
                delay = backoff.nextDelayInMillis(new IllegalStateException());
            }
            return delay;
        }).toArray();
    }

    private static void assertThatTheyAreSpreadEvenly(long[] delays, long from, long to) {
        assertThat(Arrays.stream(delays).distinct().sorted().toArray())
                .containsExactly(LongStream.rangeClosed(from, to).toArray());
        // Ten standard deviations of the mean.
        double tolerance = 10 * (to - from) / Math.sqrt(12 * DRAWS);
        assertThat(Arrays.stream(delays).average().orElseThrow()).isBetween((from + to) / 2.0 - tolerance,
                (from + to) / 2.0 + tolerance);
    }

    @Test
    void theFirstRetryWaits50MillisecondsMoreOrLessAHalf() {
        // When
        long[] delays = delays(1);

        // Then
        assertThatTheyAreSpreadEvenly(delays, 25, 75);
    }

    @Test
    void theSecondRetryWaits100MillisecondsMoreOrLessAHalf() {
        // When
        long[] delays = delays(2);

        // Then
        assertThatTheyAreSpreadEvenly(delays, 50, 150);
    }

    @Test
    void whereTheBudgetIsUsedUpTheFailureStands() {
        // Given
        IOException failure = new IOException();
        RetryBackoff backoff = new RetryBackoff(() -> false);

        // Then
        assertThatThrownBy(() -> backoff.nextDelayInMillis(failure)).isSameAs(failure);
    }

    @Test
    void anErrorIsThrownAsAnExceptionSinceTheEngineWouldPassOverIt() {
        // Given
        Error error = new NoClassDefFoundError("gone");
        RetryBackoff backoff = new RetryBackoff(() -> false);

        // Then
        assertThatThrownBy(() -> backoff.nextDelayInMillis(error)).isInstanceOf(Exception.class).hasCause(error);
    }

    @Test
    void theLongestDelayIsTheSecondsLongest() {
        // When
        long longest = Arrays.stream(delays(2)).max().orElseThrow();

        // Then
        assertThat(RetryBackoff.LONGEST_DELAY).hasMillis(longest);
    }
}

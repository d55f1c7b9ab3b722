package io.eventmanagement.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatestTimesTest {

    private static final long MS = 1_000_000;

    /** That of a bucket's width. */
    private static final Percentage PRECISION = Percentage.withPercentage(7);

    /** From 1 to 100 ms, all as often. */
    private static void add(LatestTimes times, int count, long scale) {
        for (int i = 0; i < count; i++) {
            times.add((i * 37 % 100 + 1) * MS * scale);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = { 50, 75, 90, 95, 99, 99.9 })
    void thePercentileIsFound(double percentile) {
        LatestTimes times = new LatestTimes(percentile);

        add(times, 1_500, 1);

        assertThat(times.percentile()).isCloseTo((long) (percentile * MS), PRECISION);
    }

    @Test
    void ofFewTimesNothingIsKnown() {
        LatestTimes times = new LatestTimes(95);

        add(times, 99, 1);

        assertThat(times.percentile()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void oldTimesAreForgotten() {
        LatestTimes times = new LatestTimes(95);
        add(times, 10_000, 1);

        add(times, 10_000, 20);

        assertThat(times.percentile()).isCloseTo(1_900 * MS, PRECISION);
    }

    @Test
    void rareTimesDoNotCountLessSinceTheyDifferFromEachOther() {
        LatestTimes times = new LatestTimes(95);

        // One in ten takes a time that no other takes.
        for (int i = 0; i < 20_000; i++) {
            times.add(i % 10 == 0 ? (100 + i * 7919L % 100_000) * MS : 10 * MS);
        }

        assertThat(times.percentile()).isCloseTo(50_100 * MS, Percentage.withPercentage(15));
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 1, 2, 15, 16, 17, Long.MAX_VALUE / 4 })
    void everyTimeHasItsPlace(long nanos) {
        LatestTimes times = new LatestTimes(95);

        for (int i = 0; i < 200; i++) {
            times.add(nanos);
        }

        assertThat(times.percentile()).isBetween(nanos, nanos + nanos / 15 + 2);
    }
}

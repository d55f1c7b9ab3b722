package io.eventmanagement.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlowTest {

    private static final int[] BOUNDS = { 50, 100, 1_000 };

    private final Flow flow = new Flow(BOUNDS, counts(100, 7, 100, 100, 100));

    /** @param upTo for each bound how many took no longer */
    private static long[] counts(long all, long failed, long... upTo) {
        long[] counts = new long[HttpCounts.FIRST_BOUND + BOUNDS.length];
        counts[HttpCounts.ALL] = all;
        counts[HttpCounts.TIMED] = all;
        counts[HttpCounts.FAILED] = failed;
        System.arraycopy(upTo, 0, counts, HttpCounts.FIRST_BOUND, upTo.length);
        return counts;
    }

    @Test
    void whatWasCountedBeforeTheFirstSecondIsNotOfIt() {
        flow.add(counts(103, 8, 103, 103, 103));

        assertThat(flow.last(HttpCounts.ALL)).isEqualTo(3);
        assertThat(flow.recent(HttpCounts.FAILED)).isEqualTo(1);
    }

    @Test
    void justNowIsTenSeconds() {
        for (int second = 1; second <= 25; second++) {
            flow.add(counts(100 + second * 2L, 7, 0, 0, 0));
        }

        assertThat(flow.last(HttpCounts.ALL)).isEqualTo(2);
        assertThat(flow.recent(HttpCounts.ALL)).isEqualTo(20);
    }

    @Test
    void secondsInWhichNobodyLookedAreOfThoseTen() {
        for (int second = 1; second <= 10; second++) {
            flow.add(counts(100 + second * 2L, 7, 0, 0, 0));
        }
        flow.pass(4);
        flow.add(counts(150, 7, 0, 0, 0));

        assertThat(flow.last(HttpCounts.ALL)).isEqualTo(30);
        // Of the first five seconds nothing is left.
        assertThat(flow.recent(HttpCounts.ALL)).isEqualTo(30 + 5 * 2);
    }

    /** Tries that were cancelled are known by their times alone. */
    @Test
    void aShareIsOneOfThoseWhoseTimesAreKnown() {
        long[] counts = counts(101, 7, 150, 200, 200);
        counts[HttpCounts.TIMED] = 200;
        flow.add(counts);

        assertThat(flow.quantile(0.99)).isEqualTo(99);
    }

    @Test
    void aShareIsEstimatedWithinItsBounds() {
        // 50 up to 50 ms, 40 more up to 100 ms, 8 more up to 1 s, 2 longer.
        flow.add(counts(200, 7, 150, 190, 198));

        assertThat(flow.quantile(0.5)).isEqualTo(50);
        assertThat(flow.quantile(0.7)).isEqualTo(75);
        assertThat(flow.quantile(0.9)).isEqualTo(100);
        assertThat(flow.quantile(0.94)).isEqualTo(550);
        assertThat(flow.quantile(0.99)).as("longer than the last bound").isEqualTo(1_001);
    }

    @Test
    void thereIsNoneWhereNothingWasCounted() {
        assertThat(flow.quantile(0.5)).isEqualTo(-1);
    }

    /** Tests and a restart of the metrics begin at zero again. */
    @Test
    void aCountThatFallsIsNone() {
        flow.add(counts(0, 0, 0, 0, 0));

        assertThat(flow.recent(HttpCounts.ALL)).isZero();
    }
}

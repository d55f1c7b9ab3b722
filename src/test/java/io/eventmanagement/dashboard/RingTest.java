package io.eventmanagement.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.eventmanagement.dashboard.Ring.Kind;

class RingTest {

    private static final int STEPS = Ring.SECONDS / Ring.STEP;

    private final Ring ring = new Ring();

    private void put(long second, int value) {
        ring.begin(second);
        ring.put("sum", Kind.SUM, value);
        ring.put("max", Kind.MAX, value);
    }

    private int step(String series, int fromTheEnd) {
        return ring.steps().get(series)[STEPS - 1 - fromTheEnd];
    }

    @Test
    void secondsAreToldFiveAtATime() {
        for (int second = 1_000; second < 1_010; second++) {
            put(second, second - 1_000);
        }

        assertThat(step("sum", 0)).isEqualTo(5 + 6 + 7 + 8 + 9);
        assertThat(step("sum", 1)).isEqualTo(0 + 1 + 2 + 3 + 4);
        assertThat(step("max", 0)).isEqualTo(9);
        assertThat(step("max", 1)).isEqualTo(4);
        assertThat(step("sum", 2)).as("before the start").isEqualTo(Ring.NONE);
    }

    @Test
    void theLatestStepMayHaveFewerSeconds() {
        put(1_004, 1);
        put(1_005, 2);

        assertThat(step("sum", 0)).isEqualTo(2);
        assertThat(step("sum", 1)).isEqualTo(1);
    }

    @Test
    void aQuarterOfAnHourIsKept() {
        for (int second = 0; second < 5_000; second++) {
            put(second, 1);
        }

        assertThat(ring.steps().get("sum")).hasSize(STEPS).containsOnly(Ring.STEP);
    }

    @Test
    void secondsThatAreMissingAreUnknown() {
        put(1_000, 1);
        put(1_010, 1);

        assertThat(step("sum", 0)).isEqualTo(1);
        assertThat(step("sum", 1)).isEqualTo(Ring.NONE);
        assertThat(step("sum", 2)).isEqualTo(1);
    }

    @Test
    void nothingIsLeftAfterALongPause() {
        put(1_000, 1);
        put(100_000, 7);

        assertThat(ring.steps().get("sum")).containsOnly(Ring.NONE, 7);
        assertThat(ring.sum("sum", 10)).isEqualTo(7);
    }

    @Test
    void aSeriesMayBeginLater() {
        put(1_000, 1);
        ring.begin(1_001);
        ring.put("late", Kind.SUM, 3);

        assertThat(step("late", 0)).isEqualTo(3);
        assertThat(step("late", 1)).isEqualTo(Ring.NONE);
    }

    @Test
    void whatWasInTheLastSecondsIsAddedUp() {
        for (int second = 0; second < 30; second++) {
            put(second, 1);
        }

        assertThat(ring.sum("sum", 10)).isEqualTo(10);
        assertThat(ring.sum("unknown", 10)).isZero();
    }

    @Test
    void theLastSecondTellsWhatIsNotZero() {
        put(1, 0);
        ring.put("some", Kind.SUM, 2);
        Map<String, Integer> last = new HashMap<>();

        ring.forLast(last::put);

        assertThat(last).isEqualTo(Map.of("some", 2));
    }

    @Test
    void thereAreOnlySoManySeries() {
        ring.begin(1);
        for (int i = 0; i < 1_000; i++) {
            ring.put("series " + i, Kind.SUM, 1);
        }

        assertThat(ring.steps()).hasSize(80);
    }
}

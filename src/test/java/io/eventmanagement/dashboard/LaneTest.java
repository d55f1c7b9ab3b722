package io.eventmanagement.dashboard;

import static io.smallrye.faulttolerance.api.CircuitBreakerState.CLOSED;
import static io.smallrye.faulttolerance.api.CircuitBreakerState.HALF_OPEN;
import static io.smallrye.faulttolerance.api.CircuitBreakerState.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.vertx.core.json.JsonArray;

class LaneTest {

    /** As nanoTime may be. */
    private static final long START = Long.MAX_VALUE - 1;

    private final Lane lane = new Lane(CLOSED, START);

    private static long at(long seconds) {
        return START + TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void tellsWhatTheCircuitWentThroughAndHowLongAgo() {
        lane.enter(OPEN, at(10));
        lane.enter(HALF_OPEN, at(15));

        assertThat(lane.json(at(16)).getString("states")).isEqualTo("COH");
        assertThat(lane.json(at(16)).getLong("ago")).isEqualTo(160);
        assertThat(lane.json(at(16)).getJsonArray("after")).isEqualTo(new JsonArray("[100,50]"));
    }

    @Test
    void leavesOutWhatWasOverBeforeTheQuarterOfAnHour() {
        lane.enter(OPEN, at(10));
        lane.enter(CLOSED, at(20));

        assertThat(lane.json(at(910)).getString("states")).isEqualTo("OC");
        assertThat(lane.json(at(921)).getString("states")).isEqualTo("C");
    }

    @Test
    void keepsTheLastOfVeryMany() {
        for (int i = 0; i < 3_000; i++) {
            lane.enter(i % 2 == 0 ? OPEN : HALF_OPEN, at(1));
        }

        assertThat(lane.json(at(2)).getString("states")).hasSize(1024).endsWith("OH");
    }
}

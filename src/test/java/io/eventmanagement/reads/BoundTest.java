package io.eventmanagement.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.eventmanagement.time.VirtualTime;

/** The memory that the cache takes. */
class BoundTest {

    private static final int BOUND = 8 << 20;

    private final VirtualTime time = new VirtualTime();
    private final CacheStore store = new CacheStore(BOUND, Duration.ofMinutes(10), time);

    private void put(int id, int bytes) {
        store.put(new Key(CacheScene.KIND, "event-" + id), CacheScene.KIND, "x".repeat(bytes), store.order());
    }

    private long held(int ids) {
        long held = 0;
        for (int id = 0; id < ids; id++) {
            Entry<String> entry = store.find(new Key(CacheScene.KIND, "event-" + id));
            held += entry == null ? 0 : entry.value().length();
        }
        return held;
    }

    @Test
    void staysUnderItsBoundWithAHundredThousandEventsOfOneKilobyte() {
        // When
        for (int id = 0; id < 100_000; id++) {
            put(id, 1_000);
        }

        // Then
        assertThat(store.bytes(CacheScene.KIND)).isBetween(BOUND / 2L, (long) BOUND);
        assertThat(held(100_000)).isBetween(BOUND / 2L, (long) BOUND);
        assertThat(store.entries(CacheScene.KIND)).isCloseTo(store.bytes(CacheScene.KIND) / 1_318, withPercentage(1));
    }

    @Test
    void aValueThatIsGreaterThanTheBoundIsNotKept() {
        // When
        put(1, BOUND + 1);

        // Then
        assertThat(store.bytes(CacheScene.KIND)).isZero();
    }

    @Test
    void whatIsOfNoMoreUseIsForgotten() {
        // Given
        put(1, 1_000);

        // When
        time.advance(Duration.ofMinutes(10));

        // Then
        assertThat(store.entries(CacheScene.KIND)).isZero();
        assertThat(store.bytes(CacheScene.KIND)).isZero();
    }

    @Test
    void countsWhatIsThereThroughReplacementAndRemoval() {
        // Given
        put(1, 1_000);
        put(1, 500);
        put(2, 500);

        // When
        store.drop(new Key(CacheScene.KIND, "event-2"));
        store.expire(new Key(CacheScene.KIND, "event-1"));

        // Then
        assertThat(store.entries(CacheScene.KIND)).isEqualTo(1);
        assertThat(store.bytes(CacheScene.KIND)).isEqualTo(500 + 300 + 2 * 7);
    }
}

package io.eventmanagement.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.eventmanagement.idempotency.IdempotencyStore.Claim;
import io.eventmanagement.idempotency.IdempotencyStore.Outcome;
import io.eventmanagement.idempotency.IdempotencyStore.State;
import io.eventmanagement.resilience.VirtualTime;

class MemoryIdempotencyStoreTest {

    private static final Duration DAY = Duration.ofHours(24);
    private static final int MAX_BYTES = 1_000_000;

    private final VirtualTime time = new VirtualTime();
    private final MemoryIdempotencyStore store = new MemoryIdempotencyStore(DAY, MAX_BYTES, time);

    private Claim claim(String key) {
        return store.claim(key, "body").await().indefinitely();
    }

    private void complete(String key, int bytes) {
        store.complete(key, new Outcome(new byte[bytes], "/where", null)).await().indefinitely();
    }

    @Test
    void anOutcomeIsKnownForADay() {
        // Given
        assertThat(claim("a").state()).isEqualTo(State.NEW);
        assertThat(claim("a").state()).isEqualTo(State.RUNNING);
        complete("a", 1);

        // When
        time.advance(DAY.minusMillis(1));
        State before = claim("a").state();
        time.advance(Duration.ofMillis(1));

        // Then
        assertThat(before).isEqualTo(State.DONE);
        assertThat(claim("a").state()).isEqualTo(State.NEW);
    }

    @Test
    void aKeyIsHeldAgainstItsBody() {
        // When
        claim("a");

        // Then
        assertThat(store.claim("a", "another").await().indefinitely().state()).isEqualTo(State.OTHER_BODY);
    }

    @Test
    void aReleasedKeyIsAsNew() {
        // Given
        claim("a");

        // When
        store.release("a").await().indefinitely();

        // Then
        assertThat(claim("a").state()).isEqualTo(State.NEW);
    }

    @Test
    void theOldestGivesWayWhenThereIsTooMuch() {
        // When
        for (int i = 0; i < 10_000; i++) {
            claim("key " + i);
            complete("key " + i, 1_000);
        }

        // Then
        assertThat(store.size()).isBetween(MAX_BYTES / 2_000, MAX_BYTES / 1_400);
        assertThat(claim("key 9999").state()).isEqualTo(State.DONE);
        assertThat(claim("key 0").state()).isEqualTo(State.NEW);
    }

    @Test
    void whatIsRunningNeverGivesWay() {
        // Given
        claim("running");

        // When
        for (int i = 0; i < 10_000; i++) {
            claim("key " + i);
            complete("key " + i, 1_000);
        }

        // Then
        assertThat(claim("running").state()).isEqualTo(State.RUNNING);
    }

    @RepeatedTest(20)
    void ofFiftyAtOnceOneIsTheFirst() throws InterruptedException {
        // Given
        List<State> states = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            threads.add(new Thread(() -> states.add(claim("a").state())));
        }

        // When
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        // Then
        assertThat(Collections.frequency(states, State.NEW)).isEqualTo(1);
        assertThat(Collections.frequency(states, State.RUNNING)).isEqualTo(49);
    }
}

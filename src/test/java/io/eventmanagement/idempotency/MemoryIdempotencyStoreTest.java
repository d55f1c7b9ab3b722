package io.eventmanagement.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.eventmanagement.idempotency.IdempotencyStore.Claim;
import io.eventmanagement.idempotency.IdempotencyStore.Result;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Done;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Doubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.InDoubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.NotDone;
import io.eventmanagement.idempotency.IdempotencyStore.State;
import io.eventmanagement.time.VirtualTime;

class MemoryIdempotencyStoreTest {

    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration LONGEST_TURN = Duration.ofMinutes(15);
    private static final int MAX_BYTES = 1_000_000;

    private final VirtualTime time = new VirtualTime();
    private final MemoryIdempotencyStore store = new MemoryIdempotencyStore(DAY, LONGEST_TURN, MAX_BYTES, time);

    private Claim claim(String key) {
        return claim(key, "id");
    }

    private Claim claim(String key, String id) {
        return store.claim(key, "body", id).await().indefinitely();
    }

    private void end(String key, Claim claimed, Result result) {
        store.end(key, claimed, result).await().indefinitely();
    }

    private void claimAndComplete(String key, int bytes) {
        end(key, claim(key), new Done(new byte[bytes], "/where"));
    }

    private static InDoubt inDoubt(long settledAt) {
        return new InDoubt(new IllegalStateException(), new Doubt(new IllegalStateException("first"), settledAt));
    }

    @Test
    void anOutcomeIsKnownForADay() {
        // Given
        Claim first = claim("a");
        assertThat(first.state()).isEqualTo(State.NEW);
        assertThat(claim("a").state()).isEqualTo(State.RUNNING);
        end("a", first, new Done(new byte[1], "/where"));

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
        assertThat(store.claim("a", "another", "id").await().indefinitely().state()).isEqualTo(State.OTHER_BODY);
    }

    @Test
    void aKeyUnderWhichNothingWasDoneIsAsNew() {
        // Given
        Claim first = claim("a", "id 1");

        // When
        end("a", first, new NotDone(new IllegalStateException()));
        Claim next = claim("a", "id 2");

        // Then
        assertThat(next.state()).isEqualTo(State.NEW);
        assertThat(next.id()).isEqualTo("id 2");
    }

    @Test
    void aKeyInDoubtIsTheNextOnesWhoLearnsTheIdAndTheDoubtAndTheOthersWait() {
        // Given
        end("a", claim("a", "id 1"), inDoubt(42));

        // When
        Claim next = claim("a", "id 2");
        Claim other = claim("a", "id 3");

        // Then
        assertThat(next.state()).isEqualTo(State.IN_DOUBT);
        assertThat(next.id()).isEqualTo("id 1");
        assertThat(next.doubt().settledAt()).isEqualTo(42);
        assertThat(other.state()).isEqualTo(State.RUNNING);
    }

    @Test
    void whatNeverEndsIsInDoubtAfterTheLongestTurnAndCanNoLongerEnd() {
        // Given
        Claim lost = claim("a", "id 1");
        time.advance(LONGEST_TURN.minusNanos(1));
        State before = claim("a").state();
        time.advance(Duration.ofNanos(1));

        // When
        Claim next = claim("a", "id 2");
        end("a", lost, new NotDone(new IllegalStateException()));

        // Then
        assertThat(before).isEqualTo(State.RUNNING);
        assertThat(next.state()).isEqualTo(State.IN_DOUBT);
        assertThat(next.id()).isEqualTo("id 1");
        assertThat(time.nanos() - next.doubt().settledAt()).isNotNegative();
        assertThat(claim("a").state()).as("the late end isn't that of the next").isEqualTo(State.RUNNING);
    }

    @Test
    void aDoubtIsForgottenAfterADayToo() {
        // Given
        end("a", claim("a"), inDoubt(0));

        // When
        time.advance(DAY);

        // Then
        assertThat(claim("a").state()).isEqualTo(State.NEW);
    }

    @Test
    void whatIsLostTakesNoRoomForEver() {
        // Given
        for (int i = 0; i < 100; i++) {
            claim("lost " + i);
        }

        // When
        time.advance(DAY);
        claim("a");

        // Then
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void aTurnThatIsTakenShortlyBeforeADayIsOverIsNotForgottenMeanwhile() {
        // Given
        end("a", claim("a"), inDoubt(0));
        time.advance(DAY.minusMillis(1));
        claim("a");

        // When
        time.advance(Duration.ofMillis(1));

        // Then
        assertThat(claim("a").state()).isEqualTo(State.RUNNING);
    }

    @Test
    void theOldestGivesWayWhenThereIsTooMuch() {
        // When
        for (int i = 0; i < 10_000; i++) {
            claimAndComplete("key " + i, 1_000);
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
            claimAndComplete("key " + i, 1_000);
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

package io.eventmanagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.eventmanagement.delivery.Operation.State;

class WaitersTest {

    private static final UUID ONE = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final Waiters waiters = new Waiters();

    private static Operation ended(UUID id) {
        return new Operation(id, "event", "user", "", "{}", State.DELIVERED, false, 1, 1, Instant.EPOCH, null, Instant.EPOCH,
                null, "{}");
    }

    @Test
    void allWhoWaitForAnOperationAreTold() {
        CompletableFuture<Operation> first = waiters.join(ONE);
        CompletableFuture<Operation> second = waiters.join(ONE);
        CompletableFuture<Operation> other = waiters.join(OTHER);

        waiters.tell(ended(ONE));

        assertThat(first).isCompletedWithValue(ended(ONE));
        assertThat(second).isCompletedWithValue(ended(ONE));
        assertThat(other).isNotDone();
    }

    @Test
    void whoLeavesKeepsNobodyElseFromBeingTold() {
        CompletableFuture<Operation> first = waiters.join(ONE);
        CompletableFuture<Operation> second = waiters.join(ONE);

        waiters.leave(ONE, first);
        waiters.tell(ended(ONE));

        assertThat(second).isDone();
    }

    @Test
    void nothingIsKeptOfThoseWhoLeftOrWereTold() {
        waiters.leave(ONE, waiters.join(ONE));
        waiters.join(OTHER);
        assertThat(waiters.awaited(10)).containsExactly(OTHER);

        waiters.tell(ended(OTHER));

        assertThat(waiters.awaited(10)).isEmpty();
    }

    @Test
    void thoseWhoHaveWaitedTheLongestComeFirst() {
        waiters.join(OTHER);
        waiters.join(ONE);

        assertThat(waiters.awaited(1)).containsExactly(OTHER);
    }
}

package io.eventmanagement.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.testing.Calls;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.Cancellable;

/** Two threads at the same moment, in many bulkheads one after the other. */
class FairBulkheadRaceTest {

    private static final int ROUNDS = 5_000;

    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void stopThread() {
        other.shutdownNow();
    }

    /** A bulkhead for one call, the call that has it, and one that comes later. */
    private static final class Round {

        private final FairBulkhead bulkhead = new FairBulkhead(() -> 1, 1);
        private final Calls calls = new Calls();
        private final AtomicInteger begun = new AtomicInteger();
        private final UniAssertSubscriber<Integer> second = UniAssertSubscriber.create();

        private Round() {
            subscribe("first");
        }

        private Cancellable subscribe(String name) {
            return bulkhead.lane(Runnable::run).call(calls.named(name)).subscribe().with(item -> {
            });
        }

        private void enterSecond() {
            bulkhead.lane(Runnable::run).call(() -> Uni.createFrom().item(begun::incrementAndGet)).subscribe()
                    .withSubscriber(second);
        }

        private void endFirst() {
            calls.end("first");
        }

        private void assertThatExactlyOnePlaceIsFree() {
            subscribe("a");
            subscribe("b");
            assertThat(calls.underWay()).containsExactly("a");
            calls.endAll();
            assertThat(calls.begun()).containsExactly("first", "a", "b");
        }
    }

    private interface Act {

        void on(Round round);
    }

    private void both(List<Round> rounds, Act here, Act there) throws Exception {
        AtomicInteger arrived = new AtomicInteger();
        Future<?> done = other.submit(() -> each(rounds, there, arrived));
        each(rounds, here, arrived);
        done.get();
    }

    private static void each(List<Round> rounds, Act act, AtomicInteger arrived) {
        for (int i = 0; i < rounds.size(); i++) {
            arrived.incrementAndGet();
            while (arrived.get() < 2 * (i + 1)) {
                Thread.yield();
            }
            act.on(rounds.get(i));
        }
    }

    private static List<Round> rounds() {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            rounds.add(new Round());
        }
        return rounds;
    }

    @Test
    void aCallThatComesWhileAnotherEndsBeginsExactlyOnce() throws Exception {
        // Given
        List<Round> rounds = rounds();

        // When
        both(rounds, Round::enterSecond, Round::endFirst);

        // Then
        assertThat(rounds).allSatisfy(round -> {
            round.second.assertItem(1);
            round.assertThatExactlyOnePlaceIsFree();
        });
    }

    @Test
    void aWaitingCallThatIsCancelledWhileItsTurnComesBeginsAtMostOnceAndCostsNoPlace() throws Exception {
        // Given
        List<Round> rounds = rounds();
        rounds.forEach(Round::enterSecond);

        // When
        both(rounds, round -> round.second.cancel(), Round::endFirst);

        // Then
        assertThat(rounds).allSatisfy(round -> {
            assertThat(round.begun.get()).isBetween(0, 1);
            round.assertThatExactlyOnePlaceIsFree();
        });
    }
}

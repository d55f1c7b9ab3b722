package io.eventmanagement.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.eventmanagement.bulkhead.FairBulkhead.Lane;
import io.eventmanagement.testing.Calls;

/** A limit that changes while calls are under way. */
class FairBulkheadLimitTest {

    private final Calls calls = new Calls();
    private int limit = 2;
    private final FairBulkhead bulkhead = new FairBulkhead(() -> limit, 100);

    private void begin(Lane lane, String... names) {
        for (String name : names) {
            lane.call(calls.named(name)).subscribe().with(item -> {
                // Only whether it begins is of interest.
            });
        }
    }

    @Test
    void whereItHasGrownTheEndOfOneCallBeginsSeveralInTurn() {
        begin(bulkhead.lane(Runnable::run), "a1", "a2", "a3", "a4", "a5");
        begin(bulkhead.lane(Runnable::run), "b1", "b2");

        limit = 4;
        calls.end("a1");

        assertThat(calls.begun()).containsExactly("a1", "a2", "a3", "b1", "a4");
        assertThat(bulkhead.running()).isEqualTo(4);
    }

    @Test
    void whereItHasGrownWaitingCallsBeginAsSoonAsTheyAreToldTo() {
        begin(bulkhead.lane(Runnable::run), "a", "b", "c", "d");

        limit = 3;
        bulkhead.beginWaiting();

        assertThat(calls.begun()).containsExactly("a", "b", "c");
        assertThat(bulkhead.running()).isEqualTo(3);
    }

    @Test
    void whereItHasShrunkNoneBeginsUntilThereIsRoom() {
        begin(bulkhead.lane(Runnable::run), "a", "b", "c", "d");

        limit = 1;
        calls.end("a");
        assertThat(calls.begun()).containsExactly("a", "b");
        calls.end("b");

        assertThat(calls.begun()).containsExactly("a", "b", "c");
        assertThat(bulkhead.running()).isEqualTo(1);
    }

    @Test
    void aSparePlaceIsTakenOnlyWhileThereIsOne() {
        begin(bulkhead.lane(Runnable::run), "a");

        assertThat(bulkhead.takeSpare()).isTrue();
        assertThat(bulkhead.takeSpare()).isFalse();
        assertThat(bulkhead.running()).isEqualTo(2);
    }

    @Test
    void aSparePlaceIsNotTakenFromThoseWhoWait() {
        begin(bulkhead.lane(Runnable::run), "a", "b", "c");
        limit = 3;

        assertThat(bulkhead.takeSpare()).isFalse();
    }

    @Test
    void aSparePlaceThatIsGivenBackIsTheNextInTurns() {
        begin(bulkhead.lane(Runnable::run), "a");
        bulkhead.takeSpare();
        begin(bulkhead.lane(Runnable::run), "b");

        bulkhead.giveBackSpare();

        assertThat(calls.begun()).containsExactly("a", "b");
        assertThat(bulkhead.running()).isEqualTo(2);
    }
}

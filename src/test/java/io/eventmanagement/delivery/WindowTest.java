package io.eventmanagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.eventmanagement.delivery.Window.Room;

class WindowTest {

    private static final int ANY = Integer.MAX_VALUE;

    private final Window window = new Window(5);

    private Room take() {
        return window.take(ANY, ANY);
    }

    /** So many end well. */
    private void deliver(Room room) {
        for (int i = 0; i < room.size(); i++) {
            window.ended(room.round(), true);
        }
    }

    @Test
    void eachDeliveryLetsOneMoreBeUnderWayUpToTheLimit() {
        int[] rounds = new int[4];
        for (int i = 0; i < rounds.length; i++) {
            Room room = take();
            rounds[i] = room.size();
            deliver(room);
        }

        assertThat(rounds).containsExactly(1, 2, 4, 5);
    }

    @Test
    void whatFailsLetsNoMoreBeUnderWay() {
        Room room = take();
        window.ended(room.round(), false);

        assertThat(take().size()).isEqualTo(1);
    }

    @Test
    void whatIsUnderWayTakesRoomUntilItEnds() {
        deliver(take());

        Room one = window.take(1, ANY);
        assertThat(take().size()).isEqualTo(1);
        assertThat(take().size()).isZero();
        window.ended(one.round(), false);
        assertThat(take().size()).isEqualTo(1);
    }

    @Test
    void whatIsGivenBackSaysNothing() {
        deliver(take());
        Room room = take();
        window.giveBack(room.size());

        assertThat(take().size()).isEqualTo(2);
    }

    @Test
    void afterAnOutageItBeginsWithOneAgain() {
        deliver(take());
        deliver(take());
        window.startOver();

        assertThat(take().size()).isEqualTo(1);
    }

    @Test
    void whatBeganBeforeAnOutageSaysNothingOfTheTimeAfterIt() {
        deliver(take());
        Room before = take();
        window.startOver();
        deliver(before);

        assertThat(take().size()).isEqualTo(1);
    }

    @Test
    void whatBeganBeforeAnOutageTakesRoomAfterIt() {
        Room before = take();
        window.startOver();

        assertThat(take().size()).isZero();
        window.ended(before.round(), false);
        assertThat(take().size()).isEqualTo(1);
    }

    @Test
    void aProbeIsAloneHoweverManyAreAllowed() {
        deliver(take());
        deliver(take());

        assertThat(window.take(ANY, 1).size()).isEqualTo(1);
        assertThat(window.take(ANY, 1).size()).isZero();
    }

    @Test
    void itIsIdleOnceTheLastHasEnded() {
        deliver(take());
        assertThat(window.whenIdle()).isCompleted();

        Room room = take();
        CompletableFuture<Void> idle = window.whenIdle();
        window.ended(room.round(), true);
        assertThat(idle).isNotDone();
        window.giveBack(1);
        assertThat(idle).isCompleted();
    }
}

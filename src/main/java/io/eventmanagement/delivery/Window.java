package io.eventmanagement.delivery;

import java.util.concurrent.CompletableFuture;

/**
 * How many deliveries may be under way: one at first, one more with each that succeeds, so twice as many with each round.
 * An event.com that has just come back isn't knocked over.
 */
final class Window {

    /** Room that was taken, for so many deliveries. @param round tells what began before an outage from what begins after it */
    record Room(int size, long round) {

        static final Room NONE = new Room(0, 0);
    }

    private final int most;
    private int allowed = 1;
    private int running;
    private long round;

    /** Whoever waits until nothing is under way. */
    private CompletableFuture<Void> idle = new CompletableFuture<>();

    Window(int most) {
        this.most = most;
    }

    /**
     * Takes room, which counts as used until it is handed back or its delivery has ended.
     *
     * @param limit how many may be under way now, whatever else is allowed
     */
    synchronized Room take(int wanted, int limit) {
        int taken = Math.max(0, Math.min(wanted, Math.min(allowed, limit) - running));
        running += taken;
        return new Room(taken, round);
    }

    /** Nothing was begun in so much of it. */
    synchronized void giveBack(int unused) {
        leave(unused);
    }

    /** @param began the round in which the room was taken: what an earlier one has come to says nothing of this one */
    synchronized void ended(long began, boolean delivered) {
        leave(1);
        if (delivered && began == round) {
            allowed = Math.min(most, allowed + 1);
        }
    }

    private void leave(int count) {
        running -= count;
        if (running == 0) {
            idle.complete(null);
            idle = new CompletableFuture<>();
        }
    }

    /** After an outage. */
    synchronized void startOver() {
        allowed = 1;
        round++;
    }

    synchronized int running() {
        return running;
    }

    /** Completes once nothing is under way. */
    synchronized CompletableFuture<Void> whenIdle() {
        return running == 0 ? CompletableFuture.completedFuture(null) : idle;
    }
}

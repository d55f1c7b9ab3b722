package io.eventmanagement.delivery;

import jakarta.inject.Singleton;

import io.eventmanagement.settings.DeliveryConfig;

/**
 * Whether a further add may be accepted. All that are open are counted now and then only; in between it is known what
 * this replica has accepted and ended since. What others have is known with the next count.
 */
@Singleton
class Admission {

    private final int most;
    private Backlog counted = Backlog.NONE;

    /** On their way into the table. */
    private int entering;

    /** More of them since the last count; fewer, if it is negative. */
    private long since;

    Admission(DeliveryConfig config) {
        this.most = config.maxPending();
    }

    synchronized boolean hasRoom() {
        return counted.open() + since + entering < most;
    }

    /** @return false if there are too many; else {@link #entered} has to follow */
    synchronized boolean enter() {
        if (!hasRoom()) {
            return false;
        }
        entering++;
        return true;
    }

    synchronized void entered(boolean isOpen) {
        entering--;
        since += isOpen ? 1 : 0;
    }

    /** An operator has one tried again, whether there is room for it or not. */
    synchronized void reopened() {
        since++;
    }

    synchronized void ended() {
        since--;
    }

    /** @return what {@link #counted} has to be told: all that happened before is in the count that begins now */
    synchronized long count() {
        return since;
    }

    synchronized void counted(Backlog backlog, long began) {
        counted = backlog;
        since -= began;
    }

    synchronized Backlog backlog() {
        return counted;
    }
}

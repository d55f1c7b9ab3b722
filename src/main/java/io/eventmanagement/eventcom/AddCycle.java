package io.eventmanagement.eventcom;

import java.util.concurrent.atomic.AtomicLong;

/** Decides which calls of {@code POST /addEvent} succeed: first some succeed, then some fail, over and over. */
final class AddCycle {

    private final AtomicLong calls = new AtomicLong();
    private final long successes;
    private final long length;

    AddCycle(int successes, int failures) {
        this.successes = successes;
        this.length = (long) successes + failures;
    }

    /** Takes the next turn of the cycle; true if that call succeeds. */
    boolean nextSucceeds() {
        return length == 0 || calls.getAndIncrement() % length < successes;
    }
}

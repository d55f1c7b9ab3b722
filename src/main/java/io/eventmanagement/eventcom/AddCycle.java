package io.eventmanagement.eventcom;

import java.util.concurrent.atomic.AtomicLong;

/** The turns of {@code POST /addEvent}: some calls that succeed, then some that fail, over and over. */
final class AddCycle {

    private final AtomicLong calls = new AtomicLong();
    private final long successes;
    private final long length;

    AddCycle(int successes, int failures) {
        this.successes = successes;
        this.length = (long) successes + failures;
    }

    /** Takes the next turn, and tells whether it is one of those that succeed. */
    boolean nextSucceeds() {
        return length == 0 || calls.getAndIncrement() % length < successes;
    }
}

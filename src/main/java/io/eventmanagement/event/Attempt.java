package io.eventmanagement.event;

import java.util.concurrent.atomic.AtomicReference;

/**
 * One try to add an event. It is either sent or given up: who gives up knows for certain whether event.com was asked, even if
 * the call's turn comes at the same moment on another thread.
 */
final class Attempt {

    private enum Fate {
        SENT,
        GIVEN_UP
    }

    private final String id;
    private final AtomicReference<Fate> fate = new AtomicReference<>();

    /** @param id of the event */
    Attempt(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** @return false if it was given up, and must not be sent any more */
    boolean send() {
        return fate.compareAndSet(null, Fate.SENT);
    }

    /** @return false if it was sent, and may have taken effect */
    boolean giveUp() {
        fate.compareAndSet(null, Fate.GIVEN_UP);
        return fate.get() == Fate.GIVEN_UP;
    }
}

package io.eventmanagement.event;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * One try to add an event. It is either sent or given up: who gives up knows for certain whether event.com was asked,
 * even if the call's turn comes at the same moment on another thread.
 */
final class Attempt {

    private enum Fate {
        SENT,
        GIVEN_UP
    }

    private final String id;
    private final BooleanSupplier maySend;
    private final AtomicReference<Fate> fate = new AtomicReference<>();

    /** @param id of the event */
    Attempt(String id) {
        this(id, () -> true);
    }

    /** @param maySend is asked just before it is sent, whether it still may be */
    Attempt(String id, BooleanSupplier maySend) {
        this.id = id;
        this.maySend = maySend;
    }

    String id() {
        return id;
    }

    /** @return false if it was given up, or is now, and must not be sent any more */
    boolean send() {
        if (!maySend.getAsBoolean()) {
            giveUp();
            return false;
        }
        return fate.compareAndSet(null, Fate.SENT);
    }

    /** Whether it may be sent once more, if event.com refused it for who sent it. Nobody gives up what was sent. */
    boolean maySendAgain() {
        return maySend.getAsBoolean();
    }

    /** @return false if it was sent, and may have taken effect */
    boolean giveUp() {
        fate.compareAndSet(null, Fate.GIVEN_UP);
        return fate.get() == Fate.GIVEN_UP;
    }
}

package io.eventmanagement.reads;

import java.util.function.Consumer;

import io.eventmanagement.time.Deadline;
import io.smallrye.mutiny.subscription.Cancellable;

/** A reader who waits for a {@link Flight}, and has a turn in the bulkhead for it until it has begun. */
final class Waiter<V> {

    /**
     * How the call ended.
     *
     * @param failure null if it succeeded
     * @param joined whether another had made it
     */
    record Outcome<V>(V value, Throwable failure, boolean joined) {
    }

    private final Deadline.End end;
    private final Consumer<Outcome<V>> told;

    private volatile boolean joined;

    /** Guarded by {@code this}, as is the field below. */
    private Cancellable turn;
    private boolean turnIsGivenUp;

    /** @param end of the reader's request */
    Waiter(Deadline.End end, Consumer<Outcome<V>> told) {
        this.end = end;
        this.told = told;
    }

    Deadline.End end() {
        return end;
    }

    void join(boolean anothersCall) {
        joined = anothersCall;
    }

    void takeTurn(Cancellable taken) {
        synchronized (this) {
            if (!turnIsGivenUp) {
                turn = taken;
                return;
            }
        }
        taken.cancel();
    }

    void giveUpTurn() {
        Cancellable taken;
        synchronized (this) {
            turnIsGivenUp = true;
            taken = turn;
        }
        if (taken != null) {
            taken.cancel();
        }
    }

    void tell(V value, Throwable failure) {
        told.accept(new Outcome<>(value, failure, joined));
    }
}

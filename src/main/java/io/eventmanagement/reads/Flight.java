package io.eventmanagement.reads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.eventmanagement.time.Deadline;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * One call for all who want its answer. It begins when the first of their turns in the bulkhead comes, whoever's that is, and
 * runs to its end even when nobody waits for it any more.
 */
final class Flight<V> {

    /** Makes the call. */
    interface Call<V> {

        /**
         * @param order when it begins
         * @param end of those who wait for it, now or later
         */
        Uni<V> begin(long order, Deadline.End end);

        /** It isn't made: all who waited for it have left before. */
        default void giveUp() {
            // Nothing was prepared.
        }
    }

    /** A reader who waits for a flight, and has a turn in the bulkhead for it until it has begun. */
    static final class Waiter<V> {

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

    private enum State {
        WAITING,
        BEGUN,
        OVER
    }

    private final Call<V> call;
    private final Consumer<Flight<V>> whenOver;

    /** Most have one. Guarded by {@code this}, as are all fields below. */
    private final Set<Waiter<V>> waiters = new LinkedHashSet<>(2);
    private State state = State.WAITING;
    private long order;

    /** @param whenOver is told when nobody may join any more, before those who wait have their answer */
    Flight(Call<V> call, Consumer<Flight<V>> whenOver) {
        this.call = call;
        this.whenOver = whenOver;
    }

    /** @return false if it is over, so that its outcome is nobody's who comes now */
    synchronized boolean add(Waiter<V> waiter) {
        if (state == State.OVER) {
            return false;
        }
        waiters.add(waiter);
        return true;
    }

    /** When it began; as late as can be if it hasn't. */
    synchronized long order() {
        return state == State.WAITING ? Long.MAX_VALUE : order;
    }

    synchronized boolean isWaiting() {
        return state == State.WAITING;
    }

    /**
     * If nobody is left before it begins, it never does.
     *
     * @return false if the waiter has left before, or has been told the outcome
     */
    boolean leave(Waiter<V> waiter) {
        boolean left;
        boolean abandoned;
        synchronized (this) {
            left = waiters.remove(waiter);
            abandoned = state == State.WAITING && waiters.isEmpty();
            if (abandoned) {
                state = State.OVER;
            }
        }
        if (abandoned) {
            whenOver.accept(this);
            call.giveUp();
        }
        return left;
    }

    /**
     * Makes the call, if this is the first turn that comes.
     *
     * @return ends with the call; at once if there is no call to make
     */
    Uni<Void> begin(long now) {
        List<Waiter<V>> crew;
        synchronized (this) {
            if (state != State.WAITING) {
                return Uni.createFrom().voidItem();
            }
            state = State.BEGUN;
            order = now;
            crew = new ArrayList<>(waiters);
        }
        crew.forEach(Waiter::giveUpTurn);
        return Uni.createFrom().deferred(() -> call.begin(now, this::leaves))
                .onItemOrFailure().invoke(this::end)
                .onFailure().recoverWithNull().replaceWithVoid();
    }

    private synchronized boolean leaves(Duration duration) {
        return waiters.stream().anyMatch(waiter -> waiter.end().leaves(duration));
    }

    private void end(V value, Throwable failure) {
        List<Waiter<V>> crew;
        synchronized (this) {
            state = State.OVER;
            crew = new ArrayList<>(waiters);
            waiters.clear();
        }
        whenOver.accept(this);
        crew.forEach(waiter -> waiter.tell(value, failure));
    }
}

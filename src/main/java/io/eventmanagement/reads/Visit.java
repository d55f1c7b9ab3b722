package io.eventmanagement.reads;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.eventmanagement.reads.LookUps.Found;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * One client request's dealings with what replicas share. Its waits for Redis have one budget together; once that is used up,
 * the request goes on as if nothing were shared.
 */
final class Visit {

    static final Visit NONE = new Visit(null, null, null, 0);

    private final SharedCache shared;
    private final Executor home;
    private final Executor later;

    private volatile boolean over;
    private volatile boolean caughtUp;

    /** Steps that Redis hasn't answered. Guarded by {@code this}, as are all fields below. */
    private final Set<UniEmitter<? super Found>> open = new HashSet<>();
    private long left;
    private long since;
    private int turn;
    private boolean isOthersFetch;
    private Cancellable end;

    /** @param nanos the budget */
    Visit(SharedCache shared, Executor home, Executor later, long nanos) {
        this.shared = shared;
        this.home = home;
        this.later = later;
        this.left = nanos;
        this.over = shared == null;
    }

    boolean isOver() {
        return over;
    }

    boolean hasCaughtUp() {
        return caughtUp;
    }

    /** Has this replica know what was written elsewhere before now. */
    Uni<Found> catchUp() {
        return step(tell -> shared.log().catchUp(learnt -> {
            caughtUp |= learnt;
            tell.accept(learnt ? Found.FOUND : Found.NO_REPLY);
        }));
    }

    /** Has a value that others know put into the store here. */
    <V> Uni<Found> lookUp(SharedKind<V> kind, Key key) {
        AtomicBoolean left = new AtomicBoolean();
        return step(tell -> shared.lookUp(kind, key, later, found -> {
            if (found == Found.NOT_FOUND && left.get()) {
                shared.giveUp(kind, key); // whoever wanted it doesn't fetch it
            }
            tell.accept(found);
        })).onCancellation().invoke(() -> left.set(true));
    }

    /** Lets some time pass, which isn't Redis'. */
    Uni<Void> pause() {
        return Uni.createFrom().emitter(emitter -> {
            Cancellable pause = shared.pauses().begin(() -> emitter.complete(null));
            emitter.onTermination(pause::cancel);
        });
    }

    private Uni<Found> step(Consumer<Consumer<Found>> ask) {
        return Uni.createFrom().emitter(emitter -> {
            if (!begin(emitter)) {
                emitter.complete(Found.NO_REPLY);
                return;
            }
            ask.accept(found -> {
                if (end(emitter, found)) {
                    home.execute(() -> emitter.complete(found));
                }
            });
        });
    }

    private synchronized boolean begin(UniEmitter<? super Found> step) {
        if (over) {
            return false;
        }
        if (open.isEmpty()) {
            since = shared.now();
            isOthersFetch = false;
            turn++;
            int current = turn;
            end = shared.alarm(left, () -> giveUp(current));
        }
        return open.add(step);
    }

    /** @return false if it was given up */
    private synchronized boolean end(UniEmitter<? super Found> step, Found found) {
        if (!open.remove(step)) {
            return false;
        }
        over |= found == Found.NO_REPLY;
        isOthersFetch |= found == Found.FETCHED_ELSEWHERE;
        if (open.isEmpty()) {
            end.cancel();
            // Whoever waits for event.com, though by way of another replica, isn't kept waiting by Redis.
            left -= isOthersFetch ? 0 : shared.now() - since;
            over |= left <= 0;
        }
        return true;
    }

    /** @param which so that the alarm of a turn that has just ended isn't the next one's */
    private void giveUp(int which) {
        List<UniEmitter<? super Found>> late;
        synchronized (this) {
            if (which != turn) {
                return;
            }
            over = true;
            late = List.copyOf(open);
            open.clear();
        }
        home.execute(() -> late.forEach(step -> step.complete(Found.NO_REPLY)));
    }
}

package io.eventmanagement.reads;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.eventmanagement.reads.LookUps.Found;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * One client request's dealings with what replicas share. A step that isn't over in time is the last one: the request goes on
 * as
 * if nothing were shared.
 */
final class Visit {

    static final Visit NONE = new Visit(null, null, null);

    private final SharedCache shared;
    private final Executor home;
    private final Executor later;

    private volatile boolean over;
    private volatile boolean caughtUp;

    Visit(SharedCache shared, Executor home, Executor later) {
        this.shared = shared;
        this.home = home;
        this.later = later;
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
        return step(tell -> shared.lookUp(kind, key, later, tell));
    }

    /** Lets some time pass. */
    Uni<Void> pause() {
        return Uni.createFrom().emitter(emitter -> {
            Cancellable pause = shared.pauses().begin(() -> emitter.complete(null));
            emitter.onTermination(pause::cancel);
        });
    }

    private Uni<Found> step(Consumer<Consumer<Found>> begin) {
        return Uni.createFrom().emitter(emitter -> {
            AtomicBoolean done = new AtomicBoolean();
            Cancellable timeout = shared.timeouts().begin(() -> {
                if (done.compareAndSet(false, true)) {
                    over = true;
                    emitter.complete(Found.NO_REPLY);
                }
            });
            begin.accept(found -> {
                if (done.compareAndSet(false, true)) {
                    timeout.cancel();
                    over |= found == Found.NO_REPLY;
                    home.execute(() -> emitter.complete(found));
                }
            });
        });
    }
}

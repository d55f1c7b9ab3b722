package io.eventmanagement.resilience;

import java.time.Duration;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;

/** The time that one client request may take as a whole. */
public final class Deadline {

    /** Where the Vert.x context of a request keeps its end. */
    private static final String END = Deadline.class.getName();

    private record End(long nanos, Time time) {

        private boolean leaves(Duration duration) {
            return nanos - time.nanos() >= duration.toNanos();
        }
    }

    private final Duration limit;
    private final Vertx vertx;
    private final Time time;

    public Deadline(Duration limit, Vertx vertx, Time time) {
        this.limit = limit;
        this.vertx = vertx;
        this.time = time;
    }

    /** Ends the work with {@link DeadlineExceededException} when the time is over, and cancels it. */
    public <T> Uni<T> bound(Uni<T> work) {
        return Uni.createFrom().emitter(emitter -> {
            if (VertxContext.isOnDuplicatedContext()) {
                ContextLocals.put(END, new End(time.nanos() + limit.toNanos(), time));
            }
            // A timer of the request's own context: the answer and its log lines stay there.
            long timer = vertx.setTimer(limit.toMillis(), id -> emitter.fail(new DeadlineExceededException()));
            Cancellable running = work.subscribe().with(emitter::complete, emitter::fail);
            emitter.onTermination(() -> {
                vertx.cancelTimer(timer);
                running.cancel();
            });
        });
    }

    /** Whether the request in whose context this is asked has at least that much time left. True outside of requests. */
    public static boolean leaves(Duration duration) {
        return !VertxContext.isOnDuplicatedContext()
                || ContextLocals.<End> get(END).map(end -> end.leaves(duration)).orElse(true);
    }
}

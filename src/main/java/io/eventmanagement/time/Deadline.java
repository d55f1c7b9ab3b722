package io.eventmanagement.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;

/** The time that one client request may take as a whole. */
public final class Deadline {

    /** Where a Vert.x context keeps its end. */
    private static final String END = Deadline.class.getName();

    /** Of a request's time, what is left when {@link End#whenNear} is told; of a short one a quarter. */
    private static final Duration RESERVE = Duration.ofMillis(250);

    /** When the time of a request, or of all who wait for the same call, is over. */
    @FunctionalInterface
    public interface End {

        /** Whether there is at least so much time left. */
        boolean leaves(Duration duration);

        /** Runs what has to be done shortly before; at once, if that is past. Never, where there is no end. */
        default void whenNear(Runnable task) {
            // Never.
        }
    }

    private final class Request implements End {

        private final long nanos = time.nanos() + limit.toNanos();

        /** The one that runs. */
        private volatile Cancellable timeout;

        /** Guarded by {@code this}; null once they are run. */
        private List<Runnable> whenNear = new ArrayList<>();

        @Override
        public boolean leaves(Duration duration) {
            return nanos - time.nanos() >= duration.toNanos();
        }

        @Override
        public void whenNear(Runnable task) {
            synchronized (this) {
                if (whenNear != null) {
                    whenNear.add(task);
                    return;
                }
            }
            task.run();
        }

        private void isNear() {
            List<Runnable> tasks;
            synchronized (this) {
                tasks = whenNear;
                whenNear = null;
            }
            tasks.forEach(Runnable::run);
        }
    }

    private final Duration limit;
    private final Duration near;
    private final Time time;
    private final Timeouts untilNear;
    private final Timeouts untilEnd;

    public Deadline(Duration limit, Vertx vertx, Time time) {
        this.limit = limit;
        this.time = time;
        Duration quarter = limit.dividedBy(4);
        Duration reserve = quarter.compareTo(RESERVE) < 0 ? quarter : RESERVE;
        near = limit.minus(reserve);
        untilNear = new Timeouts(near, vertx, time);
        untilEnd = new Timeouts(reserve, vertx, time);
    }

    /** How long a request may wait for something, so that time is left for its answer. */
    public Duration longestWait() {
        return near;
    }

    /** Ends the work with {@link DeadlineExceededException} when the time is over, and cancels it. */
    public <T> Uni<T> bound(Uni<T> work) {
        return Uni.createFrom().emitter(emitter -> {
            Request request = new Request();
            set(request);
            request.timeout = untilNear.begin(() -> {
                request.isNear();
                request.timeout = untilEnd.begin(() -> emitter.fail(new DeadlineExceededException()));
            });
            Cancellable running = work.subscribe().with(emitter::complete, emitter::fail);
            emitter.onTermination(() -> {
                request.timeout.cancel();
                running.cancel();
            });
        });
    }

    /** Sets the end for what runs in this Vert.x context. */
    public static void set(End end) {
        if (VertxContext.isOnDuplicatedContext()) {
            ContextLocals.put(END, end);
        }
    }

    /** The end of the request in whose context this is asked. Outside of requests there is always time left. */
    public static End current() {
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.<End> get(END).orElse(duration -> true) : duration -> true;
    }
}

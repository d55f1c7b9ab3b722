package io.eventmanagement.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;

/** The deadline of a client request: how long it may take as a whole, waiting and retries included. */
public final class Deadline {

    /** The key under which a Vert.x context keeps its deadline. */
    private static final String END = Deadline.class.getName();

    /** How long before the deadline {@link End#whenNear} runs its tasks; for short deadlines, a quarter of the whole time. */
    private static final Duration RESERVE = Duration.ofMillis(250);

    /** When the time is over for a request, or for all requests that wait for the same call. */
    @FunctionalInterface
    public interface End {

        /** Whether at least this much time is left. */
        boolean leaves(Duration duration);

        /** Runs the task shortly before the deadline, or at once if it is past that. Without a deadline the task never runs. */
        default void whenNear(Runnable task) {
            // There is no deadline.
        }
    }

    private final class Request implements End {

        private final long nanos = time.nanos() + limit.toNanos();

        /** The time-out that is running: first until the deadline is near, then until it passes. */
        private volatile Cancellable timeout;

        /** Guarded by {@code this}; null once the deadline is near. */
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
        Duration reserve = Durations.shorter(limit.dividedBy(4), RESERVE);
        near = limit.minus(reserve);
        untilNear = new Timeouts(near, vertx, time);
        untilEnd = new Timeouts(reserve, vertx, time);
    }

    /** How long a request may wait for something, so that time is left for its answer. */
    public Duration longestWait() {
        return near;
    }

    /** Fails with {@link DeadlineExceededException} when the time is over, and cancels the work. */
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

    /** Sets the deadline of everything that runs in this Vert.x context. */
    public static void set(End end) {
        if (VertxContext.isOnDuplicatedContext()) {
            ContextLocals.put(END, end);
        }
    }

    /** The deadline of the request in whose Vert.x context this is called. Outside of requests there is always time left. */
    public static End current() {
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.<End> get(END).orElse(duration -> true) : duration -> true;
    }
}

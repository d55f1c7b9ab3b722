package io.eventmanagement.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.smallrye.faulttolerance.core.timer.Timer;
import io.smallrye.faulttolerance.core.timer.TimerTask;
import io.smallrye.faulttolerance.core.util.RunnableWrapper;

/**
 * A hashed-wheel timer for the fault-tolerance engine: a delay is never shorter than asked for, and up to {@value #TICK_MILLIS}
 * ms longer. The engine's own timer wakes a thread for each call, only to find that nothing is due yet.
 */
final class WheelTimer implements Timer {

    /** Milliseconds. Each tick wakes a thread, whether anything is due or not. */
    static final long TICK_MILLIS = 10;

    /** Five seconds' worth of ticks, longer than most calls may take, so that a tick looks at little that isn't due. */
    private static final int TICKS = 512;

    private final HashedWheelTimer wheel = new HashedWheelTimer(new DefaultThreadFactory("fault-tolerance-timer", true),
            TICK_MILLIS, TimeUnit.MILLISECONDS, TICKS, false);

    private final Executor workers;

    /** @param workers runs tasks that are scheduled without an executor */
    WheelTimer(Executor workers) {
        this.workers = workers;
    }

    /** There is only one timer. */
    @Override
    public int getId() {
        return 0;
    }

    @Override
    public TimerTask schedule(long delayMillis, Runnable task) {
        return schedule(delayMillis, task, null);
    }

    @Override
    public TimerTask schedule(long delayMillis, Runnable task, Executor executor) {
        Task scheduled = new Task(RunnableWrapper.INSTANCE.wrap(task), executor == null ? workers : executor);
        scheduled.timeout = wheel.newTimeout(scheduled, delayMillis, TimeUnit.MILLISECONDS);
        return scheduled;
    }

    @Override
    public int countScheduledTasks() {
        return Math.toIntExact(wheel.pendingTimeouts());
    }

    @Override
    public void shutdown() {
        wheel.stop();
    }

    private static final class Task implements TimerTask, io.netty.util.TimerTask, Runnable {

        private final Executor executor;

        /** Null once it has run or was cancelled. */
        private volatile Runnable task;
        private Timeout timeout;

        private Task(Runnable task, Executor executor) {
            this.task = task;
            this.executor = executor;
        }

        @Override
        public void run(Timeout due) {
            executor.execute(this);
        }

        @Override
        public void run() {
            try {
                task.run();
            } finally {
                task = null;
            }
        }

        @Override
        public boolean isDone() {
            return task == null;
        }

        /** @return false if the task is already due, or was cancelled before */
        @Override
        public boolean cancel() {
            boolean cancelled = timeout.cancel();
            if (cancelled) {
                task = null;
            }
            return cancelled;
        }
    }
}

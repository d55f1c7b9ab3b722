package io.eventmanagement.time;

import java.time.Duration;

import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Time-outs of one length. They end in the order in which they began, so they form a queue, and one alarm for the head of the
 * queue serves all of them. A timer for each call would cost more than everything else that bounds the call.
 */
public final class Timeouts {

    /** Runs a task once, after a delay in milliseconds. */
    @FunctionalInterface
    interface Alarm {

        void set(long millis, Runnable task);
    }

    private final long nanos;
    private final Alarm alarm;
    private final Time time;

    /** Guarded by {@code this}, as are all fields below and those of the entries. */
    private Entry first;
    private Entry last;

    /** The entry for which the alarm is set, even if it was cancelled since; null if no alarm is set. */
    private Entry awaited;

    private final class Entry implements Cancellable {

        private final long end = time.nanos() + nanos;
        private final Context context = Vertx.currentContext();
        private final Runnable task;
        private Entry before;
        private Entry after;
        private boolean over;

        private Entry(Runnable task) {
            this.task = task;
        }

        @Override
        public void cancel() {
            remove(this);
        }

        private void run() {
            if (context == null) {
                task.run();
            } else {
                context.runOnContext(now -> task.run());
            }
        }
    }

    public Timeouts(Duration length, Vertx vertx, Time time) {
        this(length, (millis, task) -> vertx.setTimer(millis, timer -> task.run()), time);
    }

    Timeouts(Duration length, Alarm alarm, Time time) {
        this.nanos = length.toNanos();
        this.alarm = alarm;
        this.time = time;
    }

    /** Runs the task in the current Vert.x context when the time is over, unless the time-out is cancelled first. */
    public Cancellable begin(Runnable task) {
        Entry entry = new Entry(task);
        synchronized (this) {
            entry.before = last;
            if (last == null) {
                first = entry;
            } else {
                last.after = entry;
            }
            last = entry;
            if (awaited != null) {
                return entry;
            }
            awaited = entry;
        }
        await(entry);
        return entry;
    }

    /** The alarm may go off in any Vert.x context, since each entry keeps its own. */
    private void await(Entry entry) {
        // Rounded up: a time-out may be late, never early.
        long millis = (entry.end - time.nanos() + 999_999) / 1_000_000;
        alarm.set(Math.max(1, millis), () -> end(entry));
    }

    /** Ends this entry and all others whose time is over, then sets the alarm for the next one. */
    private void end(Entry entry) {
        if (remove(entry)) {
            entry.run();
        }
        for (Entry next = next(); next != null; next = next()) {
            if (next.end - time.nanos() > 0) {
                await(next);
                return;
            }
            if (remove(next)) {
                next.run();
            }
        }
    }

    private synchronized Entry next() {
        awaited = first;
        return first;
    }

    /** @return false if the entry was over already */
    private synchronized boolean remove(Entry entry) {
        if (entry.over) {
            return false;
        }
        entry.over = true;
        if (entry.before == null) {
            first = entry.after;
        } else {
            entry.before.after = entry.after;
        }
        if (entry.after == null) {
            last = entry.before;
        } else {
            entry.after.before = entry.before;
        }
        // Unlinked, since a dead entry in the old generation would otherwise keep all later ones alive.
        entry.before = null;
        entry.after = null;
        return true;
    }
}

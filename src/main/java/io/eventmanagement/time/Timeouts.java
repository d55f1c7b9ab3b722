package io.eventmanagement.time;

import java.time.Duration;

import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Time-outs of one length. Since none ends before one that began earlier, they are a queue, and one alarm for its head serves
 * all of them: a timer of its own would cost each call more than anything else that bounds it.
 */
public final class Timeouts {

    /** Runs a task so many milliseconds from now. */
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

    /** The one that the alarm is set to, whether it is still running or not; null if there is no alarm. */
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

    /** Runs the task in this Vert.x context when the time is over, unless it is cancelled before. */
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

    /** In whose Vert.x context the alarm goes off doesn't matter: each entry has its own. */
    private void await(Entry entry) {
        // Rounded up: a time-out may be late, never early.
        long millis = (entry.end - time.nanos() + 999_999) / 1_000_000;
        alarm.set(Math.max(1, millis), () -> end(entry));
    }

    /** Ends the one that was awaited and all others whose time is over, and awaits the next. */
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

    /** @return false if it is over already */
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
        // Else an entry that is garbage in the old generation would keep all that came after it.
        entry.before = null;
        entry.after = null;
        return true;
    }
}

package io.eventmanagement.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.eventmanagement.time.Time;

/**
 * Recognises whether event.com closes connections after each answer without saying so. A call that is sent meanwhile is lost,
 * and an add can't be sent again, so no connection is used twice while event.com has this habit.
 * <p>
 * event.com has the habit if it closed two connections in a row soon after their first answer, or instead of a further one, and
 * no other connection got a further answer in between. Losing one call in twenty, as event.com does, isn't taken for the habit:
 * most connections then get a further answer.
 */
final class ClosingHabit {

    /** A connection that is closed later than this after its answer had been idle for too long. */
    static final long SOON_NANOS = Duration.ofSeconds(1).toNanos();

    private static final int CLOSED_IN_A_ROW = 2;

    /** How long the habit is assumed. After that, connections are used again. */
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();

    private final Time time;
    private final AtomicInteger closed = new AtomicInteger();
    private volatile long end;

    ClosingHabit(Time time) {
        this.time = time;
        this.end = time.nanos();
    }

    long now() {
        return time.nanos();
    }

    boolean isKnown() {
        return end - time.nanos() > 0;
    }

    /** A connection that was used again got an answer. */
    void answeredAgain() {
        closed.set(0);
    }

    /** event.com closed a connection soon after its first answer, or instead of a further one. */
    void closedUnasked() {
        if (closed.incrementAndGet() >= CLOSED_IN_A_ROW) {
            end = time.nanos() + REMEMBERED_NANOS;
            closed.set(0);
        }
    }
}

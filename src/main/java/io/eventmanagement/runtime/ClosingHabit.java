package io.eventmanagement.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.eventmanagement.time.Time;

/**
 * Whether event.com closes its connections after each answer and doesn't say so. A call that is sent on one meanwhile is
 * lost, and an add can't be sent again, so while it has that habit no connection is used twice.
 * <p>
 * It has the habit if two connections in a row were closed soon after their first answer, or while they were used again, and
 * none in between got a further answer. An event.com that loses one call in twenty, as ours does, isn't taken for that: most
 * of its connections get a further answer.
 */
final class ClosingHabit {

    /** A connection that was closed later than that after its answer was idle for too long. */
    static final long SOON_NANOS = Duration.ofSeconds(1).toNanos();

    private static final int CLOSED_IN_A_ROW = 2;

    /** Then it is tried again. */
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

    /** A connection was used again and got an answer. */
    void answeredAgain() {
        closed.set(0);
    }

    /** A connection was closed by event.com soon after its first answer, or in the place of a further one. */
    void closedUnasked() {
        if (closed.incrementAndGet() >= CLOSED_IN_A_ROW) {
            end = time.nanos() + REMEMBERED_NANOS;
            closed.set(0);
        }
    }
}

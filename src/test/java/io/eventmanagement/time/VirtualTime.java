package io.eventmanagement.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks that go forward only when the test says so; the monotonic one soon overflows, as {@code nanoTime} may. */
public final class VirtualTime implements Time {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final long FIRST_NANOS = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

    private final AtomicLong elapsed = new AtomicLong();

    public void advance(Duration duration) {
        elapsed.addAndGet(duration.toNanos());
    }

    /** Goes forward to so long after the start. */
    public void advanceTo(Duration sinceStart) {
        elapsed.accumulateAndGet(sinceStart.toNanos(), Math::max);
    }

    @Override
    public long nanos() {
        return FIRST_NANOS + elapsed.get();
    }

    @Override
    public Instant instant() {
        return START.plusNanos(elapsed.get());
    }
}

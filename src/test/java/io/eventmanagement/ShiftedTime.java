package io.eventmanagement;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import io.eventmanagement.time.Time;
import io.quarkus.test.Mock;

/** The system's clocks, put forward, or stopped, by a test that doesn't want to wait for them. */
@Mock
@Singleton
public class ShiftedTime implements Time {

    private final AtomicLong shift = new AtomicLong();

    private volatile Stopped stopped;

    private record Stopped(long nanos, Instant instant) {
    }

    public void advance(Duration duration) {
        shift.addAndGet(duration.toNanos());
    }

    /** From now on the clocks go forward by {@link #advance} alone, until {@link #start()}. */
    public void stop() {
        stopped = new Stopped(Time.SYSTEM.nanos(), Time.SYSTEM.instant());
    }

    public void start() {
        stopped = null;
    }

    @Override
    public long nanos() {
        Stopped at = stopped;
        return (at == null ? Time.SYSTEM.nanos() : at.nanos) + shift.get();
    }

    @Override
    public Instant instant() {
        Stopped at = stopped;
        return (at == null ? Time.SYSTEM.instant() : at.instant).plusNanos(shift.get());
    }
}

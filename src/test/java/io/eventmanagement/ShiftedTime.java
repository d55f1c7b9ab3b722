package io.eventmanagement;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import io.eventmanagement.resilience.Time;
import io.quarkus.test.Mock;

/** The system's clocks, put forward by a test that doesn't want to wait. */
@Mock
@Singleton
public class ShiftedTime implements Time {

    private final AtomicLong shift = new AtomicLong();

    public void advance(Duration duration) {
        shift.addAndGet(duration.toNanos());
    }

    @Override
    public long nanos() {
        return Time.SYSTEM.nanos() + shift.get();
    }

    @Override
    public Instant instant() {
        return Time.SYSTEM.instant().plusNanos(shift.get());
    }
}

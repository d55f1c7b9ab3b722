package io.eventmanagement.time;

import java.time.Instant;

/** The service's clocks. An interface, so that tests can set the time. */
public interface Time {

    Time SYSTEM = new Time() {

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant instant() {
            return Instant.now();
        }
    };

    /** Nanoseconds of a monotonic clock, for measuring waits. */
    long nanos();

    /** The time of day, for people to read. */
    Instant instant();
}

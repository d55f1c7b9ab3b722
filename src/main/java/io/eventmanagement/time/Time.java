package io.eventmanagement.time;

import java.time.Instant;

/** The clocks, so that a test can set them. */
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

    /** Nanoseconds of a clock that only goes forward: for waits. */
    long nanos();

    /** The time of day: for people to read. */
    Instant instant();
}

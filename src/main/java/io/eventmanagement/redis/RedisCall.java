package io.eventmanagement.redis;

import java.util.Locale;

/** What Redis is asked for. */
public enum RedisCall {

    /** Whether it replies in time. */
    PROBE,
    /** To begin with, and after each gap. */
    OPEN,
    /** What other replicas have written. */
    CATCH_UP,
    LOOK_UP,
    PUT,
    /** That something was written. */
    WRITE,
    LIMIT,
    /** That this replica is there. */
    BEAT;

    /** How it ended. */
    public enum Outcome {
        OK,
        FAILED,
        TIMED_OUT;

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

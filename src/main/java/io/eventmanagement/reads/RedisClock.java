package io.eventmanagement.reads;

/**
 * Redis' clock, as it was read last. What it says now is known but for the time that the reading took.
 *
 * @param millis what it said
 * @param asked when it was asked, on the clock here
 * @param replied when the reply was here
 */
record RedisClock(long millis, long asked, long replied) {

    /** Not earlier than that, so that nothing is taken for younger than it is. */
    long latest(long now) {
        return millis + (now - asked) / 1_000_000;
    }

    /** Not later than that. */
    long earliest(long now) {
        return millis + (now - replied) / 1_000_000;
    }
}

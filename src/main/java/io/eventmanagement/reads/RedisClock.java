package io.eventmanagement.reads;

/**
 * Redis' clock, as it was read last. It is taken for later than it is, by the time that the reading took, so that nothing is
 * taken for younger than it is.
 *
 * @param millis what it said
 * @param nanos when it was asked, on the clock here
 */
record RedisClock(long millis, long nanos) {

    long millisAt(long now) {
        return millis + (now - nanos) / 1_000_000;
    }
}

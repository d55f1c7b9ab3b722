package io.eventmanagement.security;

import java.time.Duration;

import io.eventmanagement.time.Time;

/**
 * Remembers that the issuer hasn't been reached yet. Quarkus tries again with each request; until it succeeds, one request a
 * second may, and the others are answered at once. Once the issuer's keys are known, tokens are checked without it: then a
 * failure, say to look for a key that somebody made up, is of no concern to others.
 */
public final class IssuerWatch {

    public static final Duration PAUSE = Duration.ofSeconds(1);

    private final Time time;
    private volatile boolean known;
    private volatile boolean down;
    private long nextTry;

    IssuerWatch(Time time) {
        this.time = time;
    }

    /** Whether a token may be checked now. While the issuer is down, who is told so has the one try of this second. */
    boolean mayTry() {
        return !down || isTimeToTry();
    }

    private synchronized boolean isTimeToTry() {
        if (time.nanos() - nextTry < 0) {
            return false;
        }
        pause();
        return true;
    }

    /** A try has ended before the issuer was asked: it is another's now. */
    synchronized void untried() {
        nextTry = time.nanos();
    }

    synchronized void failed() {
        pause();
        down = !known;
    }

    void succeeded() {
        if (!known) {
            nowKnown();
        }
    }

    private synchronized void nowKnown() {
        known = true;
        down = false;
    }

    private void pause() {
        nextTry = time.nanos() + PAUSE.toNanos();
    }
}

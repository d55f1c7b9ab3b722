package io.eventmanagement.security;

import java.time.Duration;

import io.eventmanagement.time.Time;

/**
 * Remembers whether the issuer has been reached yet. Until it has, Quarkus would try again with each request; one request a
 * second may, and the others are answered at once. Once the issuer's keys are known, tokens are checked without the issuer. A
 * failure then, say to find a made-up key, doesn't affect other requests.
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

    /** Whether a token may be checked now. While the issuer is down, true uses up this second's only attempt. */
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

    /** An attempt ended before the issuer was asked, so another request may try at once. */
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

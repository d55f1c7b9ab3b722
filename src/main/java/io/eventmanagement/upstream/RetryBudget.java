package io.eventmanagement.upstream;

import jakarta.inject.Singleton;

import io.eventmanagement.time.Time;

/**
 * How many second tries there may be: a share of the calls of the last seconds, so that retries don't multiply the load of a
 * server that fails (docs/resilience.md, "Retries and hedges"). Hedges are second tries too.
 */
@Singleton
public final class RetryBudget {

    private static final long SECOND = 1_000_000_000;
    private static final int SECONDS = 10;
    private static final double SHARE = 0.2;
    private static final int LEAST = 3;

    private final Time time;

    /** By second, in a ring. Guarded by {@code this}, as are all fields below. */
    private final int[] tries = new int[SECONDS];
    private final int[] retries = new int[SECONDS];
    private int allTries;
    private int allRetries;
    private int place;
    private long secondBegan;
    private long refused;

    RetryBudget(Time time) {
        this.time = time;
        secondBegan = time.nanos();
    }

    /** A call is tried, for the first time or again. */
    public synchronized void tried() {
        passTime();
        tries[place]++;
        allTries++;
    }

    /** @return whether a call may be tried again; then it has to be */
    synchronized boolean spend() {
        passTime();
        if (allRetries >= allowed()) {
            refused++;
            return false;
        }
        spendOne();
        return true;
    }

    /**
     * The same for a hedge, which is of less use than a retry: one half of the budget is left to retries. Where there is no
     * hedge nobody misses it, so that isn't counted as a refusal.
     */
    synchronized boolean spendOnHedge() {
        passTime();
        boolean isLeft = 2 * allRetries < allowed();
        if (isLeft) {
            spendOne();
        }
        return isLeft;
    }

    private void spendOne() {
        retries[place]++;
        allRetries++;
    }

    private int allowed() {
        return Math.max(LEAST, (int) (SHARE * (allTries - allRetries)));
    }

    /** Forgets what is older than ten seconds. */
    private void passTime() {
        long seconds = (time.nanos() - secondBegan) / SECOND;
        secondBegan += seconds * SECOND;
        for (long i = Math.min(seconds, SECONDS); i > 0; i--) {
            place = (place + 1) % SECONDS;
            allTries -= tries[place];
            allRetries -= retries[place];
            tries[place] = 0;
            retries[place] = 0;
        }
    }

    /** How many second tries there may be now. */
    public synchronized int left() {
        passTime();
        return Math.max(0, allowed() - allRetries);
    }

    /** How many retries there weren't, since the budget was used up. */
    public synchronized long refused() {
        return refused;
    }
}

package io.eventmanagement;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens soon on another thread. */
public final class Eventually {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Eventually() {
    }

    /** Returns as soon as the condition holds, and fails the test if it doesn't within a minute. */
    public static void eventually(String what, BooleanSupplier condition) {
        eventually(what, Duration.ofMillis(2), condition);
    }

    /** Looks so often, for a condition that costs something to look at. */
    public static void eventually(String what, Duration pace, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                fail("not within " + LIMIT.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(pace.toNanos());
        }
    }
}

package io.eventmanagement.time;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The exponential backoff before something that failed is tried again: each wait in a row is twice as long, up to a limit, plus
 * jitter.
 */
public final class RecoveryBackoff {

    private final Duration base;
    private final Duration max;
    private final double jitter;
    private final DoubleSupplier random;

    /**
     * @param jitter the largest share of a wait that is added to it, so that many replicas don't probe in step
     * @param random gives numbers from 0 to 1
     */
    public RecoveryBackoff(Duration base, Duration max, double jitter, DoubleSupplier random) {
        this.base = base;
        this.max = max;
        this.jitter = jitter;
        this.random = random;
    }

    /**
     * The n-th wait in a row: min(max, base · 2^(n−1)), plus jitter (docs/resilience.md, "The add-event circuit").
     *
     * @param attempt n, counted from 1
     */
    public Duration delay(int attempt) {
        Duration nominal = base;
        for (int n = 1; n < attempt && nominal.compareTo(max) < 0; n++) {
            nominal = nominal.multipliedBy(2);
        }
        if (nominal.compareTo(max) > 0) {
            nominal = max;
        }
        return nominal.plusNanos((long) (nominal.toNanos() * jitter * random.getAsDouble()));
    }
}

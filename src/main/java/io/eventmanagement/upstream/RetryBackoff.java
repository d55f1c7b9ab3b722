package io.eventmanagement.upstream;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.eventmanagement.reads.Reads;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;

/**
 * The retry backoff: 50 ms, then 100 ms, each ± 50 % (docs/resilience.md, "Reads"). The engine's own exponential backoff takes
 * its jitter in milliseconds, not as a share. The engine creates one object for each call, so the state needs no atomics.
 */
public class RetryBackoff implements CustomBackoffStrategy {

    /** Milliseconds, before jitter. */
    static final long FIRST_DELAY = 50;

    static final Duration LONGEST_DELAY = Duration.ofMillis(FIRST_DELAY * 3);

    private long nominal;

    @Override
    public void init(long initialDelayInMillis) {
        nominal = initialDelayInMillis;
    }

    @Override
    public long nextDelayInMillis(Throwable exception) {
        long delay = ThreadLocalRandom.current().nextLong(nominal / 2, nominal * 3 / 2 + 1);
        nominal *= 2;
        return delay;
    }
}

package io.eventmanagement.upstream;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

import io.quarkus.arc.Arc;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;

/**
 * The retry backoff: 50 ms, then 100 ms, each ± 50 % (docs/resilience.md, "Reads"). The engine's own exponential backoff takes
 * its jitter in milliseconds, not as a share. The engine creates one object for each call, so the state needs no atomics.
 * <p>
 * It is also where a retry is taken from the {@link RetryBudget}: {@code @RetryWhen} is asked after the last try too.
 */
public class RetryBackoff implements CustomBackoffStrategy {

    /** Milliseconds, before jitter. */
    static final long FIRST_DELAY = 50;

    static final Duration LONGEST_DELAY = Duration.ofMillis(FIRST_DELAY * 3);

    private final BooleanSupplier budget;
    private long nominal;

    /** The engine's. */
    public RetryBackoff() {
        this(() -> Arc.container().instance(RetryBudget.class).get().spend());
    }

    /** @param budget says whether there may be one more retry */
    RetryBackoff(BooleanSupplier budget) {
        this.budget = budget;
    }

    @Override
    public void init(long initialDelayInMillis) {
        nominal = initialDelayInMillis;
    }

    /** Where the budget is used up the failure is thrown again, with which the engine ends the call: it stands. */
    @Override
    public long nextDelayInMillis(Throwable exception) {
        if (!budget.getAsBoolean()) {
            // An error would pass the engine's retry by, and whoever waits for the outcome would wait in vain.
            throw RetryBackoff.<RuntimeException> unchecked(
                    exception instanceof Exception ? exception : new CompletionException(exception));
        }
        long delay = ThreadLocalRandom.current().nextLong(nominal / 2, nominal * 3 / 2 + 1);
        nominal *= 2;
        return delay;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable exception) throws T {
        throw (T) exception;
    }
}

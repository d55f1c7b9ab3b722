package io.eventmanagement.ratelimit;

import java.util.concurrent.atomic.LongAdder;

import jakarta.enterprise.context.ApplicationScoped;

/** How many requests the limiter let through, and how many it didn't. */
@ApplicationScoped
public class RateLimitCounts {

    private final LongAdder passed = new LongAdder();
    private final LongAdder limited = new LongAdder();

    void count(boolean hasPassed) {
        (hasPassed ? passed : limited).increment();
    }

    public long passed() {
        return passed.sum();
    }

    public long limited() {
        return limited.sum();
    }
}

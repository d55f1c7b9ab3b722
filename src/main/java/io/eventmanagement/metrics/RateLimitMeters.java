package io.eventmanagement.metrics;

import java.util.function.ToDoubleFunction;

import jakarta.inject.Singleton;

import io.eventmanagement.ratelimit.RateLimitCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Meters of the rate limiter. There are none for single clients, since there may be any number of clients. */
@Singleton
class RateLimitMeters implements MeterBinder {

    private final RateLimitCounts counts;

    RateLimitMeters(RateLimitCounts counts) {
        this.counts = counts;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bind(registry, "passed", RateLimitCounts::passed);
        bind(registry, "limited", RateLimitCounts::limited);
    }

    private void bind(MeterRegistry registry, String result, ToDoubleFunction<RateLimitCounts> count) {
        FunctionCounter.builder("rate.limit.requests", counts, count)
                .description("Requests that the rate limiter let through, or answered with 429").tag("result", result)
                .register(registry);
    }
}

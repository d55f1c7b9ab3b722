package io.eventmanagement.metrics;

import java.util.Locale;

import jakarta.inject.Singleton;

import io.eventmanagement.bulkhead.AdaptiveLimit;
import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.bulkhead.LimitReason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Meters of the bulkhead: how many calls are under way, how many may be, and how many requests wait. */
@Singleton
class BulkheadMeters implements MeterBinder {

    private final FairBulkhead bulkhead;
    private final AdaptiveLimit limit;

    BulkheadMeters(FairBulkhead bulkhead, AdaptiveLimit limit) {
        this.bulkhead = bulkhead;
        this.limit = limit;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("bulkhead.running", bulkhead::running).description("Calls to event.com that are under way")
                .register(registry);
        Gauge.builder("bulkhead.limit", bulkhead::limit).description("Calls to event.com that may be under way at once")
                .register(registry);
        for (LimitReason reason : LimitReason.values()) {
            FunctionCounter.builder("bulkhead.limit.moves", limit, all -> all.moves(reason))
                    .description("How often the limit moved").tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder("bulkhead.waiting", bulkhead::waiting).description("Requests with calls waiting for their turn")
                .register(registry);
    }
}

package io.eventmanagement.metrics;

import jakarta.inject.Singleton;

import io.eventmanagement.bulkhead.FairBulkhead;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Meters of the bulkhead: how many calls are under way, and how many requests wait. */
@Singleton
class BulkheadMeters implements MeterBinder {

    private final FairBulkhead bulkhead;

    BulkheadMeters(FairBulkhead bulkhead) {
        this.bulkhead = bulkhead;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("bulkhead.running", bulkhead::running).description("Calls to event.com that are under way")
                .register(registry);
        Gauge.builder("bulkhead.limit", bulkhead::limit).description("Calls to event.com that may be under way at once")
                .register(registry);
        Gauge.builder("bulkhead.waiting", bulkhead::waiting).description("Requests with calls waiting for their turn")
                .register(registry);
    }
}

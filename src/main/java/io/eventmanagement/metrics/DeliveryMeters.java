package io.eventmanagement.metrics;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.eventmanagement.delivery.Deliveries;
import io.eventmanagement.delivery.DeliveryAttempted;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What waits for its delivery, and how deliveries end. */
@Singleton
class DeliveryMeters implements MeterBinder {

    private final Deliveries deliveries;
    private final MeterRegistry registry;

    DeliveryMeters(Deliveries deliveries, MeterRegistry registry) {
        this.deliveries = deliveries;
        this.registry = registry;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (!deliveries.isOn()) {
            return;
        }
        Gauge.builder("deliveries.open", () -> deliveries.backlog().accepted()).tag("state", "accepted")
                .description("Adds that wait for their delivery, on all replicas").register(registry);
        Gauge.builder("deliveries.open", () -> deliveries.backlog().sending()).tag("state", "sending")
                .description("Adds that wait for their delivery, on all replicas").register(registry);
        Gauge.builder("deliveries.oldest.seconds", () -> Math.max(0, deliveries.backlog().oldestMs()) / 1000.0)
                .description("The age of the oldest add that waits for its delivery").register(registry);
    }

    void attempted(@Observes DeliveryAttempted attempt) {
        registry.counter("delivery.attempts", "outcome", attempt.outcome()).increment();
    }
}

package io.eventmanagement.metrics;

import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.eventmanagement.delivery.Deliveries;
import io.eventmanagement.delivery.DeliveryAttempted;
import io.eventmanagement.settings.DeliveryConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What waits for its delivery, and how deliveries end. */
@Singleton
class DeliveryMeters implements MeterBinder {

    private static final List<String> OUTCOMES = List.of("delivered", "rejected", "failed", "expired");

    private final Deliveries deliveries;
    private final DeliveryConfig config;
    private final MeterRegistry registry;

    DeliveryMeters(Deliveries deliveries, DeliveryConfig config, MeterRegistry registry) {
        this.deliveries = deliveries;
        this.config = config;
        this.registry = registry;
    }

    @Override
    public void bindTo(MeterRegistry all) {
        if (!deliveries.isOn()) {
            return;
        }
        Gauge.builder("deliveries.open", () -> deliveries.backlog().accepted()).tag("state", "accepted")
                .description("Adds that wait for their delivery, on all replicas").register(all);
        Gauge.builder("deliveries.open", () -> deliveries.backlog().sending()).tag("state", "sending")
                .description("Adds that wait for their delivery, on all replicas").register(all);
        Gauge.builder("deliveries.limit", config::maxPending)
                .description("Adds that may wait for their delivery, on all replicas").register(all);
        Gauge.builder("deliveries.oldest", () -> Math.max(0, deliveries.backlog().oldestMs()) / 1000.0).baseUnit("seconds")
                .description("The age of the oldest add that waits for its delivery").register(all);
        // An increase from nothing to one would be none: alerts go by it.
        OUTCOMES.forEach(this::attempts);
    }

    private Counter attempts(String outcome) {
        return Counter.builder("deliveries.attempts")
                .description("Attempts to deliver, by how they ended, and adds that expired")
                .tag("outcome", outcome).register(registry);
    }

    void attempted(@Observes DeliveryAttempted attempt) {
        attempts(attempt.outcome()).increment();
    }
}

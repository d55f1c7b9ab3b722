package io.eventmanagement.metrics;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.eventmanagement.event.FanOutBegun;
import io.eventmanagement.event.UnknownEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Meters of the fan-out: how many events users have, and how many of those event.com doesn't know. */
@Singleton
class FanOutMeters implements MeterBinder {

    private final DistributionSummary width;
    private final Counter unknown;

    FanOutMeters(MeterRegistry registry) {
        width = DistributionSummary.builder("fan.out.events")
                .description("The number of a user's events, each time they are read")
                .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 500, 1_000, 10_000).register(registry);
        unknown = Counter.builder("fan.out.unknown.events").description("Events that event.com lists but doesn't know")
                .register(registry);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        // A MeterBinder is created at start, so these meters exist from then on, and not only once something is counted.
    }

    void count(@Observes FanOutBegun fanOut) {
        width.record(fanOut.events());
    }

    void count(@Observes UnknownEvents events) {
        unknown.increment(events.count());
    }
}

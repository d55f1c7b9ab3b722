package io.eventmanagement.metrics;

import java.util.function.ToDoubleFunction;

import jakarta.inject.Singleton;

import io.eventmanagement.upstream.Hedges;
import io.eventmanagement.upstream.RetryBudget;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Meters of second tries: what is left of their budget, how often it was used up, and what came of hedges. */
@Singleton
class SecondTryMeters implements MeterBinder {

    private final RetryBudget budget;
    private final Hedges hedges;

    SecondTryMeters(RetryBudget budget, Hedges hedges) {
        this.budget = budget;
        this.hedges = hedges;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("retry.budget.left", budget::left).description("Second tries that there may be now").register(registry);
        FunctionCounter.builder("retry.budget.refusals", budget, RetryBudget::refused)
                .description("Retries that there weren't, since their budget was used up").register(registry);
        count(registry, "won", Hedges::won);
        count(registry, "lost", Hedges::lost);
    }

    private void count(MeterRegistry registry, String result, ToDoubleFunction<Hedges> counts) {
        FunctionCounter.builder("hedges", hedges, counts)
                .description("Second tries of slow reads: whether they were answered first").tag("result", result)
                .register(registry);
    }
}

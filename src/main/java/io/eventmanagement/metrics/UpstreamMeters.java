package io.eventmanagement.metrics;

import jakarta.inject.Singleton;

import io.eventmanagement.runtime.UnexpectedAnswers;
import io.eventmanagement.runtime.UnexpectedAnswers.Reason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Meters of what event.com sent although no call expected it. */
@Singleton
class UpstreamMeters implements MeterBinder {

    private final UnexpectedAnswers unexpected;

    UpstreamMeters(UnexpectedAnswers unexpected) {
        this.unexpected = unexpected;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Reason reason : Reason.values()) {
            FunctionCounter.builder("upstream.unexpected.answers", unexpected, all -> all.soFar(reason))
                    .description("Answers of event.com that no call expected; each ended its connection")
                    .tag("reason", reason.label()).register(registry);
        }
    }
}

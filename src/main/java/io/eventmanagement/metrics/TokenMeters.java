package io.eventmanagement.metrics;

import jakarta.inject.Singleton;

import io.eventmanagement.upstream.AccessTokens;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Until when there is an access token for event.com, if it requires any, and how often none could be had. */
@Singleton
class TokenMeters implements MeterBinder {

    private final AccessTokens tokens;

    TokenMeters(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (!tokens.isOn()) {
            return;
        }
        Gauge.builder("upstream.token.valid.until", tokens, AccessTokens::validUntil).baseUnit("seconds")
                .description("Until when the access token for event.com is valid, in seconds since 1970; 0 without one")
                .register(registry);
        FunctionCounter.builder("upstream.token.failures", tokens, AccessTokens::failures)
                .description("Attempts to fetch an access token for event.com that failed").register(registry);
    }
}

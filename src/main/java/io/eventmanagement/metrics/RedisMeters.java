package io.eventmanagement.metrics;

import jakarta.inject.Singleton;

import io.eventmanagement.redis.RedisCall;
import io.eventmanagement.redis.RedisCall.Outcome;
import io.eventmanagement.redis.RedisLink;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Whether Redis can be asked, if there is one, and what it was asked for. */
@Singleton
class RedisMeters implements MeterBinder {

    private final RedisLink redis;

    RedisMeters(RedisLink redis) {
        this.redis = redis;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (!redis.isConfigured()) {
            return;
        }
        Gauge.builder("redis.up", () -> redis.isUp() ? 1 : 0).description("1 while Redis is asked, else 0").register(registry);
        for (RedisCall call : RedisCall.values()) {
            for (Outcome outcome : Outcome.values()) {
                FunctionCounter.builder("redis.calls", redis, link -> link.calls(call, outcome))
                        .description("Calls of Redis, by how they ended").tag("call", call.label())
                        .tag("outcome", outcome.label()).register(registry);
            }
        }
    }
}

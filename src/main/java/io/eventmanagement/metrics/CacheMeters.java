package io.eventmanagement.metrics;

import java.util.function.ToLongFunction;

import jakarta.inject.Singleton;

import io.eventmanagement.reads.CacheCounts;
import io.eventmanagement.reads.Reads;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Meters of the read cache: how reads were answered, and how much is cached. */
@Singleton
class CacheMeters implements MeterBinder {

    private final Reads reads;

    CacheMeters(Reads reads) {
        this.reads = reads;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        reads.counts().stream().map(CacheCounts::name).forEach(kind -> {
            count(registry, kind, "hit", CacheCounts::hits);
            count(registry, kind, "miss", CacheCounts::misses);
            count(registry, kind, "stale", CacheCounts::stale);
            count(registry, kind, "shared", CacheCounts::shared);
            level(registry, kind, "local", counts -> counts.hits() + counts.stale() - counts.redis());
            if (reads.isShared()) {
                level(registry, kind, "redis", CacheCounts::redis);
            }
            level(registry, kind, "event.com", counts -> counts.misses() + counts.shared());
            Gauge.builder("cache.entries", () -> of(kind, CacheCounts::entries)).description("Cached answers")
                    .tag("kind", kind).register(registry);
            Gauge.builder("cache.size", () -> of(kind, CacheCounts::bytes)).description("Approximate memory of cached answers")
                    .baseUnit("bytes").tag("kind", kind).register(registry);
        });
    }

    private void count(MeterRegistry registry, String kind, String result, ToLongFunction<CacheCounts> counts) {
        FunctionCounter.builder("cache.reads", reads, all -> of(kind, counts)).description("Reads, by how they were answered")
                .tag("kind", kind).tag("result", result).register(registry);
    }

    private void level(MeterRegistry registry, String kind, String level, ToLongFunction<CacheCounts> counts) {
        FunctionCounter.builder("cache.answers", reads, all -> Math.max(0, of(kind, counts)))
                .description("Reads, by where their answer was found").tag("kind", kind).tag("level", level).register(registry);
    }

    private long of(String kind, ToLongFunction<CacheCounts> count) {
        return reads.counts().stream().filter(counts -> counts.name().equals(kind)).mapToLong(count).findFirst().orElseThrow();
    }
}

package io.eventmanagement.ratelimit;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.eventmanagement.time.Time;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A token bucket for each client. At most so many are kept, and each as long as it isn't full: one that is full again, and
 * forgotten, is as good as new.
 */
@RegisterForReflection(classNames = { "com.github.benmanes.caffeine.cache.SSMSA",
        "com.github.benmanes.caffeine.cache.PSAMS" }) // the cache and the entries that Caffeine builds for this
final class Buckets {

    /** About 50 MB. Beyond, the clients that haven't been seen for longest begin anew. */
    static final int MOST = 100_000;

    private final int requests;
    private final Duration window;
    private final TimeMeter meter;
    private final Cache<String, Bucket> buckets;

    Buckets(int requests, Duration window, Time time) {
        this.requests = requests;
        this.window = window;
        this.meter = meter(time);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(window)
                .ticker(time::nanos)
                // What there is to do after an access is little; another thread would let it lag behind.
                .executor(Runnable::run)
                .build();
    }

    /** Counts from 0: the library takes a number that overflows for a clock that goes backwards, and stops. */
    private static TimeMeter meter(Time time) {
        long start = time.nanos();
        return new TimeMeter() {

            @Override
            public long currentTimeNanos() {
                return time.nanos() - start;
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
    }

    /**
     * What has become of a request.
     *
     * @param left how many more may come at once
     * @param untilNext until one more may come
     * @param untilAll until as many may come as ever
     */
    record Taken(boolean passed, long left, Duration untilNext, Duration untilAll) {
    }

    Taken take(String client) {
        ConsumptionProbe probe = buckets.get(client, key -> bucket()).tryConsumeAndReturnRemaining(1);
        return new Taken(probe.isConsumed(), probe.getRemainingTokens(), Duration.ofNanos(probe.getNanosToWaitForRefill()),
                Duration.ofNanos(probe.getNanosToWaitForReset()));
    }

    private Bucket bucket() {
        return Bucket.builder().withCustomTimePrecision(meter)
                .addLimit(limit -> limit.capacity(requests).refillGreedy(requests, window))
                .build();
    }

    long size() {
        return buckets.estimatedSize();
    }
}

package io.eventmanagement.reads;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A value that was fetched.
 *
 * @param order when its fetch began, on the store's own count
 * @param fetchedAt when it came, in the nanoseconds of a clock that only goes forward
 * @param ttl for how long it is fresh
 * @param stale the age up to which it may be served while its source fails
 * @param refreshed whether it was near its end and a newer one has been asked for
 */
record Entry<V>(V value, long order, long fetchedAt, Duration ttl, Duration stale, int bytes, AtomicBoolean refreshed) {

    /** Of its time, when a reader comes: the rest is enough to fetch a new one, and what isn't read isn't fetched. */
    private static final double NEAR_ITS_END = 0.8;

    Duration age(long now) {
        return Duration.ofNanos(now - fetchedAt);
    }

    boolean isFresh(long now) {
        return now - fetchedAt < ttl.toNanos();
    }

    /** Whether it is near its end, and nobody has asked for a newer one. */
    boolean isToBeRefreshed(long now) {
        return now - fetchedAt >= ttl.toNanos() * NEAR_ITS_END && !refreshed.get();
    }

    /** @return true once: for the one who has to ask for a newer one */
    boolean takeRefresh() {
        return refreshed.compareAndSet(false, true);
    }

    boolean isServedStale(long now) {
        return now - fetchedAt < stale.toNanos();
    }

    CacheUse asHit(long now) {
        return CacheUse.hit(age(now), ttl.minus(age(now)));
    }

    CacheUse asStale(long now) {
        Duration left = ttl.minus(age(now));
        return CacheUse.stale(age(now), left.isNegative() ? left : Duration.ZERO);
    }

    /** The same value, fresh no more. */
    Entry<V> expired() {
        return new Entry<>(value, order, fetchedAt, Duration.ZERO, stale, bytes, refreshed);
    }
}

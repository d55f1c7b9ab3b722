package io.eventmanagement.reads;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;

import io.eventmanagement.time.Time;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The values of all kinds, within one bound of memory.
 * <p>
 * A value whose fetch began before its key was last outdated is not taken: it may be what was there before. For that, each
 * key has a mark, which says when that was; keys share marks by their hash, so that these take a fixed room. Two keys with one
 * mark cost a fetch, and no more.
 */
@RegisterForReflection(classNames = "com.github.benmanes.caffeine.cache.SSLMWW") // the cache that Caffeine builds for this
public final class CacheStore {

    /** What an entry takes beside its value: it, its key, and what Caffeine keeps of it. */
    private static final int ENTRY_BYTES = 300;

    private static final int MARKS = 4_096;

    /** Before anything that may be of use was fetched, by whomever. */
    private static final long LONG_AGO = Duration.ofDays(10_000).toNanos();

    private final Time time;
    private final Cache<Key, Entry<?>> entries;
    private final Map<CacheKind<?>, Held> held = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLongArray outdated = new AtomicLongArray(MARKS);

    /** What was fetched before is fresh no more. */
    private volatile long distrustedBefore;

    /** What there is of one kind. */
    private static final class Held {

        private final LongAdder entries = new LongAdder();
        private final LongAdder bytes = new LongAdder();

        private void add(int sign, Entry<?> entry) {
            entries.add(sign);
            bytes.add((long) sign * entry.bytes());
        }
    }

    /**
     * @param maxBytes that the entries may take, about
     * @param longest the longest time for which any of them may be of use
     */
    public CacheStore(long maxBytes, Duration longest, Time time) {
        this.time = time;
        this.distrustedBefore = time.nanos() - LONG_AGO;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, Entry<?> entry) -> entry.bytes())
                .expireAfterWrite(longest)
                .ticker(time::nanos)
                // What there is to do after an access is little; another thread would let it lag behind.
                .executor(Runnable::run)
                .removalListener((Key key, Entry<?> entry, RemovalCause why) -> held(key.kind()).add(-1, entry))
                .build();
    }

    long now() {
        return time.nanos();
    }

    /** When something began, in an order with all else. */
    long order() {
        return count.incrementAndGet();
    }

    @SuppressWarnings("unchecked")
    <V> Entry<V> find(Key key) {
        Entry<V> entry = (Entry<V>) entries.getIfPresent(key);
        return entry != null && entry.fetchedAt() - distrustedBefore <= 0 && !entry.ttl().isZero() ? entry.expired() : entry;
    }

    /** Takes a value, unless a newer one is there or the key was outdated since its fetch began. */
    <V> void put(Key key, CacheKind<V> kind, V value, long order) {
        Duration ttl = kind.ttl().apply(value);
        Duration stale = kind.stale().apply(value);
        if (ttl.isZero() && stale.isZero()) {
            // Of no use itself, but what it takes the place of isn't either.
            entries.asMap().computeIfPresent(key, (same, present) -> mayReplace(present, key, order) ? null : present);
            return;
        }
        Entry<V> entry = new Entry<>(value, order, time.nanos(), ttl, stale, size(key, kind, value), new AtomicBoolean());
        entries.asMap().compute(key, (same, present) -> {
            if (!mayReplace(present, key, order)) {
                return present;
            }
            held(kind).add(1, entry);
            return entry;
        });
    }

    /**
     * Takes a value that another replica fetched, unless a newer one is there or the key was outdated since.
     *
     * @param order when it was asked for
     * @param age since it was fetched
     * @param mayBeFresh false if it is only to be served stale
     * @return whether it was taken
     */
    <V> boolean take(Key key, CacheKind<V> kind, V value, long order, Duration age, boolean mayBeFresh) {
        Duration ttl = mayBeFresh ? kind.ttl().apply(value) : Duration.ZERO;
        Duration stale = kind.stale().apply(value);
        if (age.compareTo(ttl) >= 0 && age.compareTo(stale) >= 0) {
            return false;
        }
        // What is fetched here takes its place, whenever that began: it isn't known when this did.
        Entry<V> entry = new Entry<>(value, 0, time.nanos() - age.toNanos(), ttl, stale, size(key, kind, value),
                new AtomicBoolean());
        return entry == entries.asMap().compute(key, (same, present) -> {
            if (isOutdated(key, order) || present != null && present.fetchedAt() - entry.fetchedAt() >= 0) {
                return present;
            }
            held(kind).add(1, entry);
            return entry;
        });
    }

    private static <V> int size(Key key, CacheKind<V> kind, V value) {
        return ENTRY_BYTES + 2 * key.id().length() + kind.bytes().applyAsInt(value);
    }

    private boolean mayReplace(Entry<?> present, Key key, long order) {
        return !isOutdated(key, order) && (present == null || present.order() <= order);
    }

    /** Whether what was begun then may be older than what the key is to be answered with now. */
    boolean isOutdated(Key key, long order) {
        return order < outdated.get(mark(key));
    }

    /** The value has changed: what is there, or on its way, is never served to those who come from now on. */
    void drop(Key key) {
        outdate(mark(key));
        entries.invalidate(key);
    }

    /** The value may have changed: what is there is served only while nothing newer can be had. */
    void expire(Key key) {
        outdate(mark(key));
        entries.asMap().computeIfPresent(key, (same, entry) -> {
            Entry<?> expired = entry.expired();
            held(key.kind()).add(1, expired);
            return expired;
        });
    }

    /** Forgets everything, and what is on its way. */
    public void clear() {
        outdateAll();
        entries.invalidateAll();
    }

    /** Anything may have changed: what is there is served only while nothing newer can be had. */
    void distrust() {
        distrustedBefore = time.nanos();
        outdateAll();
    }

    private void outdateAll() {
        for (int i = 0; i < MARKS; i++) {
            outdate(i);
        }
    }

    long entries(CacheKind<?> kind) {
        entries.cleanUp();
        return held(kind).entries.sum();
    }

    long bytes(CacheKind<?> kind) {
        entries.cleanUp();
        return held(kind).bytes.sum();
    }

    /** Of two at once the later stays. */
    private void outdate(int mark) {
        outdated.accumulateAndGet(mark, order(), Math::max);
    }

    private Held held(CacheKind<?> kind) {
        return held.computeIfAbsent(kind, same -> new Held());
    }

    private static int mark(Key key) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 16) & MARKS - 1;
    }
}

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

    private final Time time;
    private final Cache<Key, Entry<?>> entries;
    private final Map<CacheKind<?>, Held> held = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLongArray outdated = new AtomicLongArray(MARKS);

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
        return (Entry<V>) entries.getIfPresent(key);
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
        Entry<V> entry = new Entry<>(value, order, time.nanos(), ttl, stale,
                ENTRY_BYTES + 2 * key.id().length() + kind.bytes().applyAsInt(value), new AtomicBoolean());
        entries.asMap().compute(key, (same, present) -> {
            if (!mayReplace(present, key, order)) {
                return present;
            }
            held(kind).add(1, entry);
            return entry;
        });
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
        for (int i = 0; i < MARKS; i++) {
            outdate(i);
        }
        entries.invalidateAll();
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

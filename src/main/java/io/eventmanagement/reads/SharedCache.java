package io.eventmanagement.reads;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.reads.LookUps.Found;
import io.eventmanagement.redis.RedisCall;
import io.eventmanagement.redis.RedisCalls;
import io.eventmanagement.time.Timeouts;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/** What replicas know together, in Redis (docs/shared-cache.md). */
final class SharedCache {

    /** Puts under way at once, and their bytes; what comes beyond isn't shared. */
    private static final int MOST_PUTS = 1_000;
    private static final long MOST_BYTES = 16 * 1024 * 1024;

    /** What is longer isn't shared: Redis does one thing at a time, and all wait for what is on the one connection. */
    static final int LONGEST = 1024 * 1024;

    /** Between two puts of what isn't fresh for anybody, unless it was changed in between. */
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();
    private static final int PLACES = 256;

    private final RedisCalls redis;
    private final SharedKeys keys;
    private final CacheStore store;
    private final Alarm alarm;
    private final Timeouts pauses;
    private final OutagesElsewhere outages;
    private final WriteLog log;
    private final LookUps lookUps;
    private final AtomicInteger puts = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    /** When something was put last, and changed last; keys share places by their hash. */
    private final AtomicLongArray lastPuts;
    private final AtomicLongArray lastChanges;

    /** Runs a task once, unless it is cancelled before. */
    @FunctionalInterface
    interface Alarm {

        Cancellable set(Duration delay, Runnable task);
    }

    /** @param pauses between two looks at what another replica fetches */
    SharedCache(RedisCalls redis, String prefix, CacheStore store, OutagesElsewhere outages, Alarm alarm, Timeouts pauses) {
        this.redis = redis;
        this.store = store;
        this.alarm = alarm;
        this.pauses = pauses;
        this.outages = outages;
        this.keys = new SharedKeys(prefix);
        this.log = new WriteLog(redis, keys, store, outages, this::mayBePut);
        this.lookUps = new LookUps(redis, keys, store, log);
        long[] before = new long[PLACES];
        Arrays.fill(before, store.now() - PAUSE);
        this.lastPuts = new AtomicLongArray(before);
        this.lastChanges = new AtomicLongArray(before);
    }

    WriteLog log() {
        return log;
    }

    Timeouts pauses() {
        return pauses;
    }

    Cancellable alarm(long nanos, Runnable task) {
        return alarm.set(Duration.ofNanos(nanos), task);
    }

    long now() {
        return store.now();
    }

    /** Whether it fails for another replica, as far as this one has heard, and doesn't know better. */
    boolean isOutElsewhere(Circuit circuit) {
        return redis.isUp() && outages.isElsewhere(circuit);
    }

    /** A call of this replica came to an end. */
    void ended(Circuit circuit, boolean hasSucceeded) {
        outages.ended(circuit, hasSucceeded);
    }

    void know(SharedKind<?> shared) {
        keys.know(shared);
    }

    /**
     * Of one client request.
     *
     * @param home where it is told
     * @param later runs what it is given after what is running now
     */
    Visit visit(Executor home, Executor later) {
        return redis.isUp() ? new Visit(this, home, later, redis.patience().toNanos()) : Visit.NONE;
    }

    <V> void lookUp(SharedKind<V> shared, Key key, Executor later, Consumer<Found> tell) {
        lookUps.find(shared, key, later, tell);
    }

    /** What a fetch has to know when it begins. */
    Position position() {
        return log.position();
    }

    /** Shares a value that was fetched just now, unless it may be outdated. */
    <V> void put(SharedKind<V> shared, Key key, V value, Position began) {
        Duration ttl = shared.kind().ttl().apply(value);
        Duration stale = shared.kind().stale().apply(value);
        Optional<String> name = SharedKeys.name(shared, key.id());
        Duration life = ttl.compareTo(stale) > 0 ? ttl : stale;
        if (!redis.isUp() || name.isEmpty() || life.isZero() || !began.isOf(position().epoch())
                || began.gaps() != position().gaps() || ttl.isZero() && wasPutJustNow(key)) {
            giveUp(shared, key);
            return;
        }
        Optional<byte[]> json = shared.bytes().apply(value);
        int size = json.map(text -> text.length).orElse(0);
        if (size > LONGEST) {
            giveUp(shared, key);
            return;
        }
        boolean areTooMany = puts.incrementAndGet() > MOST_PUTS;
        if (bytes.addAndGet(size) > MOST_BYTES || areTooMany) {
            putEnded(size);
            giveUp(shared, key);
            return;
        }
        SharedScripts.PUT.run(redis.caller(RedisCall.PUT), List.of(keys.log(), keys.value(name.get()), keys.claim(name.get())),
                began.epoch(), began.sequence(), name.get(), life.toMillis(), json.isPresent() ? "p" : "a",
                log.earliestMillis(),
                Buffer.buffer(json.orElseGet(() -> new byte[0]))).onComplete(put -> {
                    putEnded(size);
                    if (put.failed()) {
                        giveUp(shared, key);
                    }
                });
    }

    /** A fetch failed, doesn't begin, or what it brought isn't shared: another replica may try at once. */
    void giveUp(SharedKind<?> shared, Key key) {
        SharedKeys.name(shared, key.id()).filter(name -> redis.isUp() && shared.awaited())
                .ifPresent(name -> redis.call(RedisCall.PUT, Request.cmd(Command.DEL).arg(keys.claim(name))));
    }

    private void putEnded(int size) {
        puts.decrementAndGet();
        bytes.addAndGet(-size);
    }

    private boolean wasPutJustNow(Key key) {
        return !isFirstIn(lastPuts, key);
    }

    /** It was changed: others may need the new value at any moment. Once between two pauses, however often it is changed. */
    private void mayBePut(Key key) {
        if (isFirstIn(lastChanges, key)) {
            lastPuts.set(place(key), store.now() - PAUSE);
        }
    }

    /** Whether there was no other for as long as the pause. */
    private boolean isFirstIn(AtomicLongArray times, Key key) {
        int place = place(key);
        long now = store.now();
        long last = times.get(place);
        return now - last >= PAUSE && times.compareAndSet(place, last, now);
    }

    private static int place(Key key) {
        return Math.floorMod(key.id().hashCode(), PLACES);
    }

    /** @param certain false if it may have changed only */
    <V> Change change(SharedKind<V> shared, String id, boolean certain) {
        return SharedKeys.name(shared, id).map(name -> new Change(certain, name)).orElse(Change.ALL);
    }

    /** Tells all replicas; succeeds in any case. */
    Future<Void> written(List<Change> changes) {
        return log.written(changes);
    }
}

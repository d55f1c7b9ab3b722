package io.eventmanagement.reads;

import java.time.Duration;

import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.bulkhead.FairBulkhead.Lane;
import io.eventmanagement.time.VirtualTime;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

/** A cache on a virtual clock, in front of a {@link FakeSource}. A value "none" stands for the word that there is none. */
final class CacheScene {

    static final Duration TTL = Duration.ofSeconds(10);
    static final Duration STALE = Duration.ofSeconds(60);
    static final Duration MILLI = Duration.ofMillis(1);

    static final CacheKind<String> KIND = kind(TTL, STALE);

    final VirtualTime time = new VirtualTime();
    final FakeSource source = new FakeSource();
    final FairBulkhead bulkhead;
    final CacheStore store;
    final ReadCache<String> cache;

    CacheScene() {
        this(KIND, 1_000, true);
    }

    CacheScene(CacheKind<String> kind, int room, boolean shares) {
        bulkhead = new FairBulkhead(() -> room, 1_000);
        store = new CacheStore(1 << 20, Duration.ofMinutes(10), time);
        cache = new ReadCache<>(kind, store, shares, lane());
    }

    static CacheKind<String> kind(Duration ttl, Duration stale) {
        return new CacheKind<>("things", value -> ttl, value -> value.equals("none") ? Duration.ZERO : stale, String::length);
    }

    Lane lane() {
        return bulkhead.lane(Runnable::run);
    }

    UniAssertSubscriber<Cached<String>> read(String id) {
        return read(id, Freshness.ANY);
    }

    UniAssertSubscriber<Cached<String>> read(String id, Freshness wish) {
        return read(id, wish, lane());
    }

    UniAssertSubscriber<Cached<String>> read(String id, Freshness wish, Lane lane) {
        return cache.get(id, new ClientRequest(wish, lane, Runnable::run), source).subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    /** What a read brings that has to be answered at once. */
    Cached<String> now(String id) {
        return read(id).assertCompleted().getItem();
    }

    /** Has the value fetched, by a read of its own. */
    CacheScene known(String id, String value) {
        UniAssertSubscriber<Cached<String>> read = read(id);
        source.succeed(source.calls() - 1, value);
        read.assertCompleted();
        return this;
    }
}

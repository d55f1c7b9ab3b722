package io.eventmanagement.reads;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import io.eventmanagement.bulkhead.FairBulkhead.Lane;
import io.eventmanagement.reads.CacheUse.Forward;
import io.eventmanagement.reads.Flight.Waiter;
import io.eventmanagement.reads.LookUps.Found;
import io.eventmanagement.time.Deadline;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * Reads of one kind: each answer is fetched once for all who ask at the same time, kept while it is fresh, and served stale
 * while its source fails.
 */
public final class ReadCache<V> {

    private final CacheKind<V> kind;
    private final CacheStore store;
    private final Flights flights;
    private final boolean shares;
    private final Lane refreshes;
    private final SharedCache others;
    private final SharedKind<V> sharedKind;

    private final Recovery<V> recovery = new Recovery<>();

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder shared = new LongAdder();
    private final LongAdder redis = new LongAdder();

    /**
     * @param shares whether concurrent reads of the same thing are one call
     * @param refreshes the one lane for all calls that no reader waits for, so that these together take one turn in the round
     */
    public ReadCache(CacheKind<V> kind, CacheStore store, boolean shares, Lane refreshes) {
        this(kind, store, shares, refreshes, null, null);
    }

    /**
     * @param others what replicas share; null if there is no such thing
     * @param sharedKind how they share it
     */
    ReadCache(CacheKind<V> kind, CacheStore store, boolean shares, Lane refreshes, SharedCache others,
            SharedKind<V> sharedKind) {
        this.others = others;
        this.sharedKind = sharedKind;
        this.kind = kind;
        this.store = store;
        this.flights = new Flights(store);
        this.shares = shares;
        this.refreshes = refreshes;
    }

    /** @return the value; fails as the source does, if there is nothing to be served in its stead */
    public Uni<Cached<V>> get(String id, ClientRequest reader, Source<V> source) {
        Key key = new Key(kind, id);
        Visit visit = reader.visit();
        if (visit.isOver() || reader.wish().fetched()) {
            return Uni.createFrom().deferred(() -> getHere(key, reader, source, Found.NO_REPLY));
        }
        return Uni.createFrom().deferred(() -> visit.hasCaughtUp() ? getAnywhere(key, reader, source)
                : visit.catchUp().chain(() -> getAnywhere(key, reader, source)));
    }

    /** With what others know, unless what is known here will do. */
    private Uni<Cached<V>> getAnywhere(Key key, ClientRequest reader, Source<V> source) {
        Entry<V> entry = store.find(key);
        long now = store.now();
        boolean isFresh = entry != null && entry.isFresh(now) && reader.wish().accepts(entry.age(now));
        // What is never fresh is fetched in any case: others' last good answer is of use only where there is none here.
        boolean isKnown = isFresh || entry != null && !sharedKind.awaited();
        if (reader.visit().isOver() || isKnown || shares && flights.has(key)) {
            return getHere(key, reader, source, Found.NO_REPLY);
        }
        return reader.visit().lookUp(sharedKind, key).chain(found -> awaitOthers(found, now, key, reader, source));
    }

    /** Another replica fetches it just now; whoever can be answered otherwise, or can't wait, doesn't. */
    private Uni<Cached<V>> awaitOthers(Found found, long since, Key key, ClientRequest reader, Source<V> source) {
        boolean waits = found == Found.FETCHED_ELSEWHERE && sharedKind.awaited() && reader.awaitsOthers()
                && source.circuit().isClosed()
                && store.now() - since < LookUps.OTHERS.toNanos() && Deadline.current().leaves(LookUps.OTHERS)
                && store.find(key) == null && !(shares && flights.has(key));
        if (!waits) {
            return getHere(key, reader, source, found);
        }
        return reader.visit().pause().chain(() -> reader.visit().isOver() ? getHere(key, reader, source, Found.NO_REPLY)
                : reader.visit().lookUp(sharedKind, key).chain(next -> awaitOthers(next, since, key, reader, source)));
    }

    /** @param found by a look-up; {@link Found#NO_REPLY} where there was none */
    private Uni<Cached<V>> getHere(Key key, ClientRequest reader, Source<V> source, Found found) {
        Entry<V> entry = store.find(key);
        long now = store.now();
        if (entry == null) {
            return fetch(key, reader, source, Forward.URI_MISS);
        }
        if (entry.isFresh(now) && reader.wish().accepts(entry.age(now))) {
            return Uni.createFrom().item(found(hit(key, entry, now, reader, source), found));
        }
        if (mayBeServedStale(entry, reader, now) && !source.circuit().isClosed()) {
            probe(key, source);
            if (found == Found.NOT_FOUND) {
                others.giveUp(sharedKind, key); // that is left to this replica, which doesn't fetch it
            }
            return Uni.createFrom().item(found(stale(entry, now), found));
        }
        if (others != null && mayBeServedStale(entry, reader, now) && others.isOutElsewhere(source.circuit())) {
            // Whether it fails here too is found out meanwhile.
            refresh(key, source);
            return Uni.createFrom().item(found(stale(entry, now), found));
        }
        return fetch(key, reader, source, entry.isFresh(now) ? Forward.REQUEST : Forward.STALE);
    }

    private Cached<V> found(Cached<V> known, Found found) {
        if (found != Found.FOUND) {
            return known;
        }
        redis.increment();
        return new Cached<>(known.value(), known.use().ofOthers());
    }

    private Cached<V> hit(Key key, Entry<V> entry, long now, ClientRequest reader, Source<V> source) {
        hits.increment();
        if (!source.circuit().isClosed()) {
            probe(key, source);
        } else if (entry.isToBeRefreshed(now) && entry.takeRefresh()) {
            if (reader.visit().isOver()) {
                refresh(key, source);
            } else {
                // Another replica may have done so.
                reader.visit().lookUp(sharedKind, key).subscribe().with(found -> {
                    if (found != Found.FOUND) {
                        refresh(key, source);
                    }
                });
            }
        }
        return new Cached<>(entry.value(), entry.asHit(now));
    }

    /** There is at most one for each key at a time. */
    private void refresh(Key key, Source<V> source) {
        flights.join(key, aside(() -> {
            // Nobody waits for it.
        }), refreshes, call(key, source));
    }

    private Cached<V> stale(Entry<V> entry, long now) {
        stale.increment();
        return new Cached<>(entry.value(), entry.asStale(now));
    }

    private static boolean mayBeServedStale(Entry<?> entry, ClientRequest reader, long now) {
        return entry != null && entry.isServedStale(now) && reader.wish().accepts(entry.age(now));
    }

    private Uni<Cached<V>> fetch(Key key, ClientRequest reader, Source<V> source, Forward why) {
        return Uni.createFrom().emitter(emitter -> {
            Deadline.End end = Deadline.current();
            Waiter<V> waiter = new Waiter<>(end, outcome -> reader.home().execute(() -> {
                (outcome.joined() ? shared : misses).increment();
                if (outcome.failure() == null) {
                    Duration ttl = kind.ttl().apply(outcome.value());
                    emitter.complete(new Cached<>(outcome.value(), CacheUse.fetched(why, outcome.joined(), ttl)));
                } else if (!source.hasFailed(outcome.failure()) || !tellStale(emitter, key, reader)) {
                    emitter.fail(outcome.failure());
                }
            }));
            if (why != Forward.URI_MISS) {
                // A last good answer is better than none in time.
                end.whenNear(() -> tellStale(emitter, key, reader));
            }
            emitter.onTermination(shares && !reader.wish().fetched()
                    ? flights.join(key, waiter, reader.lane(), call(key, source))
                    : flights.alone(waiter, reader.lane(), call(key, source)));
        });
    }

    /** Looks again: what was known when the reader came may have been dropped since. */
    private boolean tellStale(UniEmitter<? super Cached<V>> emitter, Key key, ClientRequest reader) {
        Entry<V> entry = store.find(key);
        long now = store.now();
        if (!mayBeServedStale(entry, reader, now)) {
            return false;
        }
        emitter.complete(stale(entry, now));
        return true;
    }

    private Flight.Call<V> call(Key key, Source<V> source) {
        if (others == null) {
            return (order, end) -> source.fetch(key.id(), end).invoke(value -> store.put(key, kind, value, order));
        }
        return new Flight.Call<>() {

            @Override
            public Uni<V> begin(long order, Deadline.End end) {
                Position began = others.position();
                return source.fetch(key.id(), end).invoke(value -> {
                    others.ended(source.circuit(), true);
                    store.put(key, kind, value, order);
                    others.put(sharedKind, key, value, began);
                }).onFailure().invoke(thrown -> {
                    others.ended(source.circuit(), !source.hasFailed(thrown));
                    giveUp();
                });
            }

            @Override
            public void giveUp() {
                others.giveUp(sharedKind, key);
            }
        };
    }

    /** Once the wait of the circuit is over somebody has to ask; it isn't the reader who waits for that. */
    private void probe(Key key, Source<V> source) {
        recovery.ask(source, whenOver -> flights.joinNew(key, aside(whenOver), refreshes, call(key, source)));
    }

    /** Of a call that no reader waits for. The store has what it brings, and the source logs what goes wrong. */
    private static <V> Waiter<V> aside(Runnable whenOver) {
        return new Waiter<>(Deadline.current(), outcome -> whenOver.run());
    }

    public CacheCounts counts() {
        return new CacheCounts(kind.name(), store.entries(kind), store.bytes(kind), hits.sum(), misses.sum(), stale.sum(),
                shared.sum(), redis.sum());
    }

    /** The value has changed: what was known of it, or is on its way, isn't served to those who read from now on. */
    public void drop(String id) {
        store.drop(new Key(kind, id));
    }

    /** The value may have changed: what was known of it is served only while nothing newer can be had. */
    public void expire(String id) {
        store.expire(new Key(kind, id));
    }
}

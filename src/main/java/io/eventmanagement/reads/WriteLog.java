package io.eventmanagement.reads;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import io.eventmanagement.reads.Unlogged.Missing;
import io.eventmanagement.redis.RedisCall;
import io.eventmanagement.redis.RedisCalls;
import io.eventmanagement.redis.RedisLink;
import io.eventmanagement.redis.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;

/**
 * The log of writes that all replicas share (docs/shared-cache.md, "One log of writes"): what was written here is told to it,
 * and what was written elsewhere is learnt from it.
 */
final class WriteLog implements RedisLink.Opening {

    /** Entries, four for an add; who lacks more takes everything for changed. A script can't unpack more than about 8,000. */
    static final int MOST_BEHIND = 5_000;

    /** Of two replicas' knowledge of Redis' clock. */
    private static final long TOLERANCE_MS = 1_000;

    /** To log what came while the rest was logged, before Redis counts as up. */
    private static final int MOST_ROUNDS = 10;

    private static final Missing NOTHING = new Missing(List.of());

    private final RedisCalls redis;
    private final SharedKeys keys;
    private final CacheStore store;
    private final OutagesElsewhere outages;
    private final Consumer<Key> changed;
    private final Unlogged unlogged = new Unlogged();

    private volatile Position position = Position.NONE;
    private volatile RedisClock clock = new RedisClock(0, 0, 0);
    /** On Redis' clock: what was fetched before was forgotten by an operator. */
    private volatile long cleared;

    private final SharedQuestion question;

    /** @param changed is told what was written, here or elsewhere */
    WriteLog(RedisCalls redis, SharedKeys keys, CacheStore store, OutagesElsewhere outages, Consumer<Key> changed) {
        this.changed = changed;
        this.outages = outages;
        this.redis = redis;
        this.keys = keys;
        this.store = store;
        this.question = new SharedQuestion(() -> ask(redis.caller(RedisCall.CATCH_UP), false));
    }

    Position position() {
        return position;
    }

    /** How old a value is that was fetched then; empty for one that isn't to be known any more. */
    OptionalLong ageMillis(SharedValue value) {
        long now = clock.latest(store.now());
        return value.fetchedAt() <= cleared || value.fetchedAt() > now + 60_000 ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, now - value.fetchedAt()));
    }

    /** Not what is of another epoch, or of a time to come: how old that is nobody knows, since Redis' clock was set back. */
    boolean mayBeFresh(SharedValue value) {
        return value.mayBeFresh() && position.isOf(value.epoch())
                && value.fetchedAt() <= clock.latest(store.now()) + TOLERANCE_MS;
    }

    /** When something is that happens now, on Redis' clock: not later than that. */
    long earliestMillis() {
        return clock.earliest(store.now());
    }

    // ---- What was written elsewhere ----

    /**
     * Learns what was written until now.
     *
     * @param told true as soon as it is learnt; false if it can't be
     */
    void catchUp(Consumer<Boolean> told) {
        question.join(told);
    }

    /** Twice, if the log is another one by now: what others wrote there isn't known here. */
    private Future<Void> ask(Script.Caller caller, boolean keepsAlive) {
        return askOnce(caller, keepsAlive).compose(isSame -> isSame ? Future.succeededFuture()
                : begin(caller, true, false, false).compose(begun -> askOnce(caller, keepsAlive)).mapEmpty());
    }

    /** @return false if the log isn't the one that was known */
    private Future<Boolean> askOnce(Script.Caller caller, boolean keepsAlive) {
        Position known = position;
        long asked = store.now();
        List<Object> arguments = new ArrayList<>(
                List.of(known.epoch(), known.sequence(), MOST_BEHIND, keepsAlive ? 1 : 0, outages.reporter()));
        arguments.addAll(outages.names());
        return SharedScripts.CATCH_UP.run(caller, List.of(keys.log()), arguments.toArray()).map(reply -> {
            clock = new RedisClock(reply.get(0).toLong(), asked, store.now());
            long last = reply.get(1).toLong();
            if (last < 0) {
                return false;
            }
            outages.hear(reply.get(2).toLong());
            for (int i = 3; i < reply.size(); i++) {
                apply(reply.get(i));
            }
            advance(known, last);
            return true;
        });
    }

    private void apply(Response entry) {
        String text = entry == null ? "" : entry.toString();
        if (text.length() < 2) {
            store.distrust();
        } else {
            outdate(new Change(text.startsWith("d"), text.substring(1)));
        }
    }

    private void outdate(Change change) {
        keys.key(change.name()).ifPresent(key -> {
            changed.accept(key);
            if (change.certain()) {
                store.drop(key);
            } else {
                store.expire(key);
            }
        });
    }

    /** After what was missed has been dropped, so that a fetch that begins now may say that it knew. */
    private synchronized void advance(Position from, long last) {
        if (position.isOf(from.epoch()) && position.sequence() < last) {
            position = new Position(from.epoch(), last, position.gaps());
        }
    }

    // ---- The beginning, and after a gap ----

    @Override
    public Future<Void> open(Script.Caller caller, boolean afterGap) {
        return open(caller, afterGap, unlogged.take(), 0);
    }

    /** Adds go on meanwhile. What comes after some rounds is left to the beat that follows. */
    private Future<Void> open(Script.Caller caller, boolean afterGap, Missing missing, int rounds) {
        return begin(caller, afterGap, missing.needsNewLog(), missing.forgets())
                .compose(begun -> afterGap ? ask(caller, false) : Future.succeededFuture())
                .compose(learnt -> log(caller, missing.entries()))
                .onFailure(thrown -> unlogged.add(missing.all()))
                .compose(logged -> {
                    Missing more = rounds < MOST_ROUNDS ? unlogged.take() : NOTHING;
                    return more.isEmpty() ? Future.succeededFuture() : open(caller, false, more, rounds + 1);
                });
    }

    private Future<Void> begin(Script.Caller caller, boolean afterGap, boolean anew, boolean forget) {
        long asked = store.now();
        return SharedScripts.OPEN
                .run(caller, List.of(keys.log()), newEpoch(), anew ? 1 : 0, forget ? 1 : 0, cleared)
                .map(reply -> {
                    clock = new RedisClock(reply.get(0).toLong(), asked, store.now());
                    adopt(reply.get(1).toString(), reply.get(2).toLong(), reply.get(3).toLong(), reply.get(4).toLong(),
                            afterGap);
                    return null;
                });
    }

    private synchronized void adopt(String epoch, long low, long last, long clearedThen, boolean afterGap) {
        boolean isFirst = position == Position.NONE;
        if (!isFirst && clearedThen > cleared) {
            store.clear();
        }
        cleared = clearedThen;
        boolean isSame = position.isOf(epoch) && position.sequence() <= last && last - position.sequence() <= MOST_BEHIND;
        boolean isGap = afterGap || !isFirst && !isSame;
        if (isGap) {
            store.distrust();
        }
        // Of another log all entries are news, except to a replica that knows nothing yet.
        long known = isFirst || last - low > MOST_BEHIND ? last : low;
        position = new Position(epoch, isSame ? position.sequence() : known, position.gaps() + (isGap ? 1 : 0));
    }

    private static String newEpoch() {
        return String.format("%016x", ThreadLocalRandom.current().nextLong());
    }

    /** All replicas forget what they know: now, or else as soon as Redis is there. */
    Future<Void> forget() {
        return renew(true).onFailure(thrown -> unlogged.add(List.of(Change.FORGOTTEN)));
    }

    /** All replicas take what they know for changed, or forget it. */
    private Future<Void> renew(boolean forget) {
        return begin(redis.caller(RedisCall.WRITE), true, true, forget);
    }

    // ---- What was written here ----

    /** Tells all replicas. What can't be told now is told later. */
    Future<Void> written(List<Change> changes) {
        return log(redis.caller(RedisCall.WRITE), changes).recover(thrown -> {
            unlogged.add(changes);
            return Future.succeededFuture();
        }).map(told -> {
            // A look-up that was there before the write may have brought back what was dropped here.
            changes.forEach(this::outdate);
            return null;
        });
    }

    /** Each second: keeps the log alive, and tells what couldn't be told, and what fails. */
    void beat() {
        ask(redis.caller(RedisCall.CATCH_UP), true);
        List<String> failing = outages.here();
        if (!failing.isEmpty()) {
            failing.add(0, outages.reporter());
            SharedScripts.OUTAGE.run(redis.caller(RedisCall.BEAT), List.of(keys.log()), failing.toArray());
        }
        Missing missing = unlogged.take();
        Future<Void> renewed = missing.needsNewLog() ? renew(missing.forgets()) : Future.succeededFuture();
        renewed.onSuccess(done -> written(missing.entries())).onFailure(thrown -> unlogged.add(missing.all()));
    }

    private Future<Void> log(Script.Caller caller, List<Change> changes) {
        if (changes.isEmpty()) {
            return Future.succeededFuture();
        }
        List<String> all = new ArrayList<>(List.of(keys.log()));
        List<Object> arguments = new ArrayList<>(List.of(newEpoch()));
        changes.forEach(change -> {
            all.add(keys.value(change.name()));
            arguments.add(change.entry());
        });
        return SharedScripts.WRITE.run(caller, all, arguments.toArray()).mapEmpty();
    }
}

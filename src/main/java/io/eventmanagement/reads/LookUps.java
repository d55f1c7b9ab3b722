package io.eventmanagement.reads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.eventmanagement.redis.RedisCall;
import io.eventmanagement.redis.RedisCalls;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;

/** Looks values up in Redis: all that are wanted in the same turn of an event loop with one call. */
final class LookUps {

    /** Keys of one call, so that Redis isn't held up, and what comes late isn't all. */
    private static final int MOST = 200;

    /** How long a fetch of another replica is waited for. */
    static final Duration OTHERS = Duration.ofSeconds(1);

    /** How a look-up ended. */
    enum Found {
        FOUND,
        NOT_FOUND,
        /** It isn't there, but another replica fetches it just now. */
        FETCHED_ELSEWHERE,
        NO_REPLY
    }

    /**
     * A value that is wanted, and all who want it.
     *
     * @param home where it is read, which takes its time: the event loop of the connection has all replies to take
     */
    private record Wanted<V>(SharedKind<V> shared, Key key, String name, Executor home, List<Consumer<Found>> tell) {
    }

    private final RedisCalls redis;
    private final SharedKeys keys;
    private final CacheStore store;
    private final WriteLog log;

    /** Guarded by {@code this}. */
    private Map<Key, Wanted<?>> next = new LinkedHashMap<>();

    LookUps(RedisCalls redis, SharedKeys keys, CacheStore store, WriteLog log) {
        this.redis = redis;
        this.keys = keys;
        this.store = store;
        this.log = log;
    }

    /**
     * Has the value looked up, and puts it into the store.
     *
     * @param later runs what it is given after what is running now
     */
    <V> void find(SharedKind<V> shared, Key key, Executor later, Consumer<Found> tell) {
        Optional<String> name = SharedKeys.name(shared, key.id());
        if (name.isEmpty()) {
            tell.accept(Found.NOT_FOUND);
            return;
        }
        boolean isFirst;
        synchronized (this) {
            isFirst = next.isEmpty();
            next.computeIfAbsent(key, same -> new Wanted<>(shared, key, name.get(), later, new ArrayList<>(1))).tell()
                    .add(tell);
        }
        if (isFirst) {
            later.execute(this::ask);
        }
    }

    private void ask() {
        List<Wanted<?>> all;
        synchronized (this) {
            all = new ArrayList<>(next.values());
            next = new LinkedHashMap<>();
        }
        for (int from = 0; from < all.size(); from += MOST) {
            ask(all.subList(from, Math.min(from + MOST, all.size())));
        }
    }

    private void ask(List<Wanted<?>> some) {
        long order = store.order();
        List<String> all = new ArrayList<>(2 * some.size());
        some.forEach(wanted -> all.add(keys.value(wanted.name())));
        some.forEach(wanted -> all.add(keys.claim(wanted.name())));
        Future<Response> reply = SharedScripts.LOOK_UP.run(redis.caller(RedisCall.LOOK_UP), all, OTHERS.toMillis());
        reply.onComplete(replied -> {
            for (int i = 0; i < some.size(); i++) {
                Wanted<?> wanted = some.get(i);
                Response value = replied.failed() ? null : replied.result().get(i);
                wanted.home().execute(() -> {
                    Found found = replied.failed() ? Found.NO_REPLY : take(wanted, value, order);
                    wanted.tell().forEach(one -> one.accept(found));
                });
            }
        });
    }

    private <V> Found take(Wanted<V> wanted, Response reply, long order) {
        if (reply != null && reply.type() == ResponseType.NUMBER) {
            return Found.FETCHED_ELSEWHERE;
        }
        Optional<SharedValue> read = reply == null ? Optional.empty() : SharedValue.read(reply.toBytes(), wanted.name());
        OptionalLong age = read.map(log::ageMillis).orElse(OptionalLong.empty());
        if (age.isEmpty()) {
            return Found.NOT_FOUND;
        }
        SharedValue value = read.get();
        try {
            return store.take(wanted.key(), wanted.shared().kind(), wanted.shared().value().apply(value.json()), order,
                    Duration.ofMillis(age.getAsLong()), log.mayBeFresh(value)) ? Found.FOUND : Found.NOT_FOUND;
        } catch (RuntimeException e) {
            // Somebody else's, or half of it: event.com has it whole.
            return Found.NOT_FOUND;
        }
    }
}

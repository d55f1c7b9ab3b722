package io.eventmanagement.reads;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.eventmanagement.TestRedis;
import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.redis.RedisCall;
import io.eventmanagement.redis.RedisCalls;
import io.eventmanagement.redis.RedisLink;
import io.eventmanagement.time.Time;
import io.eventmanagement.time.Timeouts;
import io.eventmanagement.time.VirtualTime;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** A cache that shares what it knows with others by a real Redis, in front of a source of its own. */
final class Replica {

    static final Vertx VERTX = Vertx.vertx();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Calls that go on when the test says so: of look-ups the reply waits, of all others the question. */
    static final class HeldCalls implements RedisCalls {

        private final RedisCalls redis;
        private final Set<RedisCall> toBeHeld;
        private final List<Runnable> held = new ArrayList<>();
        private final List<Runnable> failing = new ArrayList<>();

        private HeldCalls(RedisCalls redis, Set<RedisCall> toBeHeld) {
            this.redis = redis;
            this.toBeHeld = toBeHeld;
        }

        @Override
        public boolean isUp() {
            return redis.isUp();
        }

        @Override
        public Duration patience() {
            return redis.patience();
        }

        @Override
        public Future<Response> call(RedisCall what, Request request, Supplier<Request> again) {
            if (!toBeHeld.contains(what)) {
                return redis.call(what, request, again);
            }
            Promise<Response> outcome = Promise.promise();
            Supplier<Future<Response>> call = () -> redis.call(what, request, again);
            if (what == RedisCall.LOOK_UP) {
                Future<Response> reply = call.get();
                call = () -> reply;
            }
            Supplier<Future<Response>> rest = call;
            synchronized (held) {
                held.add(() -> rest.get().onComplete(outcome));
                failing.add(() -> outcome.fail("held, and then given up"));
            }
            return outcome.future();
        }

        int count() {
            synchronized (held) {
                return held.size();
            }
        }

        void letGo(int which) {
            take(which, held, failing).run();
        }

        /** It isn't asked. */
        void fail(int which) {
            take(which, failing, held).run();
        }

        private Runnable take(int which, List<Runnable> from, List<Runnable> other) {
            synchronized (held) {
                other.remove(which);
                return from.remove(which);
            }
        }
    }

    /** What a request does when its time is over; the test says when that is. */
    record Alarm(Duration delay, Runnable task) {
    }

    final List<Alarm> alarms = new CopyOnWriteArrayList<>();
    final FakeSource source = new FakeSource();
    final VirtualTime time = new VirtualTime();
    final CacheStore store = new CacheStore(1 << 20, Duration.ofMinutes(10), time);
    final FairBulkhead bulkhead;
    final SharedKind<String> kind;
    final RedisCalls redis;
    final HeldCalls held;
    final SharedCache shared;
    final ReadCache<String> cache;

    /** @param prefix so that tests share nothing */
    Replica(RedisCalls redis, String prefix, RedisCall... toBeHeld) {
        this(redis, prefix, CacheScene.KIND, toBeHeld);
    }

    /** @param room for calls of the source at once */
    Replica(RedisCalls redis, String prefix, int room) {
        this(redis, prefix, CacheScene.KIND, room);
    }

    Replica(RedisCalls redis, String prefix, CacheKind<String> cacheKind, RedisCall... toBeHeld) {
        this(redis, prefix, cacheKind, 1_000, toBeHeld);
    }

    private Replica(RedisCalls redis, String prefix, CacheKind<String> cacheKind, int room, RedisCall... toBeHeld) {
        bulkhead = new FairBulkhead(() -> room, 1_000);
        this.redis = redis;
        kind = new SharedKind<>(cacheKind, 't', !cacheKind.ttl().apply("any").isZero(),
                value -> value.equals("none") ? Optional.empty() : Optional.of(value.getBytes(StandardCharsets.UTF_8)),
                bytes -> bytes.map(text -> new String(text, StandardCharsets.UTF_8)).orElse("none"));
        held = new HeldCalls(redis, Set.of(toBeHeld));
        shared = new SharedCache(held, prefix, store, new OutagesElsewhere(List.of(source), time), (delay, task) -> {
            alarms.add(new Alarm(delay, task));
            return () -> alarms.removeIf(alarm -> alarm.task == task);
        }, new Timeouts(Duration.ofMillis(1), VERTX, Time.SYSTEM));
        shared.know(kind);
        cache = new ReadCache<>(cacheKind, store, true, bulkhead.lane(Runnable::run), shared, kind);
    }

    /** A connection that is patient. */
    static RedisLink link(TestRedis redis) {
        return link(redis, PATIENCE);
    }

    static RedisLink link(TestRedis redis, Duration timeout) {
        Redis client = Redis.createClient(VERTX, redis.url());
        return new RedisLink(() -> client, timeout, timeout, VERTX, Time.SYSTEM);
    }

    /** As the link does when it connects. */
    Replica open(boolean afterGap) {
        await(shared.log().open(redis.caller(RedisCall.OPEN), afterGap));
        return this;
    }

    ClientRequest request(Freshness wish) {
        return new ClientRequest(wish, bulkhead.lane(Runnable::run), Runnable::run, shared.visit(Runnable::run, Runnable::run),
                true);
    }

    UniAssertSubscriber<Cached<String>> read(String id, ClientRequest request) {
        return cache.get(id, request, source).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    UniAssertSubscriber<Cached<String>> read(String id, Freshness wish) {
        return read(id, request(wish));
    }

    Cached<String> read(String id) {
        return read(id, Freshness.ANY).awaitItem(PATIENCE).getItem();
    }

    /** Whatever was asked of Redis until now has been answered, and what that led to. */
    void settle() {
        for (int i = 0; i < 4; i++) {
            await(redis.call(RedisCall.BEAT, Request.cmd(Command.PING)));
        }
    }

    Response redis(Command command, String... arguments) {
        Request request = Request.cmd(command);
        List.of(arguments).forEach(request::arg);
        return await(redis.call(RedisCall.BEAT, request));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

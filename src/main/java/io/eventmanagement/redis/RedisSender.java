package io.eventmanagement.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.eventmanagement.redis.RedisCall.Outcome;
import io.eventmanagement.time.Time;
import io.eventmanagement.time.Timeouts;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Sends commands, each with its time, and notices when a connection doesn't reply, or replies what makes it useless. */
final class RedisSender {

    /** Calls in a row, without any reply meanwhile, after which a connection is silent. */
    static final int SILENT_CALLS = 5;

    /** Replies after which a JVM is warm. */
    private static final int NEW = 500;

    /** Who is told what becomes of a connection. */
    interface Watcher {

        void replied(RedisConnection connection);

        void isSilent(RedisConnection connection);

        /** Without these replies nothing else can be relied on: it may be full, read only, or still loading. */
        void isUseless(RedisConnection connection, String why);
    }

    private final Timeouts forRequests;
    private final Timeouts forAdds;
    private final Time time;
    private final Watcher watcher;
    private final RedisCounts counts = new RedisCounts();
    private final AtomicInteger silentCalls = new AtomicInteger();
    private final AtomicInteger replies = new AtomicInteger();

    private volatile long lastReply;

    RedisSender(Duration forRequests, Duration forAdds, Vertx vertx, Time time, Watcher watcher) {
        this.forRequests = new Timeouts(forRequests, vertx, time);
        this.forAdds = new Timeouts(forAdds, vertx, time);
        this.time = time;
        this.watcher = watcher;
        this.lastReply = time.nanos();
    }

    RedisCounts counts() {
        return counts;
    }

    boolean isNew() {
        return replies.get() < NEW;
    }

    Duration silence() {
        return Duration.ofNanos(time.nanos() - lastReply);
    }

    /** Of a connection that is about to be used. */
    void begin() {
        lastReply = time.nanos();
        silentCalls.set(0);
    }

    Future<Response> send(RedisCall what, RedisConnection to, Request request) {
        Promise<Response> outcome = Promise.promise();
        AtomicBoolean over = new AtomicBoolean();
        long sent = time.nanos();
        boolean isPatient = what == RedisCall.WRITE || what == RedisCall.OPEN || isNew();
        Cancellable timeout = (isPatient ? forAdds : forRequests).begin(() -> {
            if (over.compareAndSet(false, true)) {
                counts.count(what, Outcome.TIMED_OUT);
                timedOut(to, sent);
                outcome.fail(new RedisUnavailableException("no reply in time"));
            }
        });
        to.send(request).onComplete(reply -> {
            if (reply.succeeded() || isReply(reply.cause())) {
                replied(to);
            }
            if (over.compareAndSet(false, true)) {
                timeout.cancel();
                end(what, to, reply);
                outcome.handle(reply);
            }
        });
        return outcome.future();
    }

    private void end(RedisCall what, RedisConnection from, AsyncResult<Response> reply) {
        boolean isWell = reply.succeeded() || isNoScript(reply.cause());
        counts.count(what, isWell ? Outcome.OK : Outcome.FAILED);
        if (!isWell && (what == RedisCall.CATCH_UP || what == RedisCall.WRITE)) {
            watcher.isUseless(from, reply.cause().getMessage());
        }
    }

    /** An error that Redis replies with is a reply. */
    private static boolean isReply(Throwable error) {
        return error instanceof Response && !"CONNECTION_CLOSED".equals(error.getMessage());
    }

    private static boolean isNoScript(Throwable error) {
        return error.getMessage() != null && error.getMessage().startsWith("NOSCRIPT");
    }

    private void replied(RedisConnection from) {
        begin();
        if (isNew()) {
            replies.incrementAndGet();
        }
        watcher.replied(from);
    }

    /** It is slow, or hangs; whether it has replied to others since makes the difference. */
    private void timedOut(RedisConnection to, long sent) {
        if (lastReply - sent < 0 && silentCalls.incrementAndGet() >= SILENT_CALLS) {
            watcher.isSilent(to);
        }
    }
}

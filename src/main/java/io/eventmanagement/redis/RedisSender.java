package io.eventmanagement.redis;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

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

    /** Calls one after another without a reply in time, after which Redis is slow, whether they are replied to later or not. */
    static final int SLOW_CALLS = 5;

    /** For so long after the start calls have more time: a JVM that has just started is slow itself. */
    static final Duration NEW = Duration.ofSeconds(10);

    /**
     * Calls that Redis hasn't replied to, late ones included; beyond, it is as if it were down. Fewer than the client keeps
     * (quarkus.redis.max-waiting-handlers), so that there is room to find out whether it replies again.
     */
    static final int MOST_UNDER_WAY = 2_000;

    /** Who is told that a connection is of no use. */
    interface Watcher {

        /** @param isSlow whether it is of use again as soon as it replies in time */
        void lose(RedisConnection connection, String why, boolean isSlow);
    }

    private final Duration usual;
    private final Duration patient;
    private final Timeouts forRequests;
    private final Timeouts forAdds;
    private final Time time;
    private final Executor afterReplies;
    private final Watcher watcher;
    private final RedisCounts counts = new RedisCounts();
    private final long started;
    private final AtomicInteger underWay = new AtomicInteger();

    /** Guarded by {@code this}, as is the field below. */
    private int lateInARow;
    private long lastLate;

    /** @param afterReplies runs what it is given when the replies that are there have been read */
    RedisSender(Duration forRequests, Duration forAdds, Vertx vertx, Time time, Executor afterReplies, Watcher watcher) {
        this.usual = forRequests;
        this.patient = forAdds.compareTo(usual) > 0 ? forAdds : usual;
        this.forRequests = new Timeouts(usual, vertx, time);
        this.forAdds = new Timeouts(patient, vertx, time);
        this.time = time;
        this.afterReplies = afterReplies;
        this.watcher = watcher;
        this.started = time.nanos();
        this.lastLate = started;
    }

    RedisCounts counts() {
        return counts;
    }

    Duration patience() {
        return isNew() ? patient : usual;
    }

    private boolean isNew() {
        return time.nanos() - started < NEW.toNanos();
    }

    /** What was before doesn't count any more. */
    synchronized void begin() {
        lateInARow = 0;
    }

    /** @param again see {@link Script.Caller} */
    Future<Response> send(RedisCall what, RedisConnection to, Request request, Supplier<Request> again) {
        boolean isOwn = what == RedisCall.PROBE || what == RedisCall.OPEN;
        if (underWay.incrementAndGet() > MOST_UNDER_WAY && !isOwn) {
            underWay.decrementAndGet();
            return Future.failedFuture(new RedisUnavailableException("too many calls wait for Redis"));
        }
        Promise<Response> outcome = Promise.promise();
        AtomicBoolean over = new AtomicBoolean();
        long sent = time.nanos();
        boolean isPatient = what == RedisCall.WRITE || what == RedisCall.OPEN || isNew();
        // Where this process had no time the reply may be there, and Redis isn't slow.
        Cancellable timeout = (isPatient ? forAdds : forRequests).begin(() -> afterReplies.execute(() -> {
            if (over.compareAndSet(false, true)) {
                counts.count(what, Outcome.TIMED_OUT);
                countLate(to, sent);
                outcome.fail(new RedisUnavailableException(Reason.NO_REPLY));
            }
        }));
        Future<Response> first = to.send(request);
        Future<Response> last = again == null ? first
                : first.recover(thrown -> isNoScript(thrown) && !over.get()
                        ? to.send(again.get())
                        : Future.failedFuture(thrown));
        last.onComplete(reply -> {
            underWay.decrementAndGet();
            if (over.compareAndSet(false, true)) {
                timeout.cancel();
                if (time.nanos() - sent <= patience().toNanos()) {
                    begin();
                }
                end(what, to, reply);
                outcome.handle(reply);
            }
        });
        return outcome.future();
    }

    private void end(RedisCall what, RedisConnection from, AsyncResult<Response> reply) {
        counts.count(what, reply.succeeded() ? Outcome.OK : Outcome.FAILED);
        if (reply.failed() && (what == RedisCall.CATCH_UP || what == RedisCall.WRITE)) {
            // Without these nothing else can be relied on: it may be full, read only, or still loading.
            watcher.lose(from, Reason.of(reply.cause()), false);
        }
    }

    private static boolean isNoScript(Throwable error) {
        return error.getMessage() != null && error.getMessage().startsWith("NOSCRIPT");
    }

    /** Of calls that were under way together one counts: what held them up may have been a pause of this JVM. */
    private void countLate(RedisConnection from, long sent) {
        synchronized (this) {
            if (sent - lastLate < 0) {
                return;
            }
            lastLate = time.nanos();
            lateInARow++;
            if (lateInARow < SLOW_CALLS) {
                return;
            }
        }
        watcher.lose(from, Reason.NO_REPLY, true);
    }
}

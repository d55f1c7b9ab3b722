package io.eventmanagement.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.eventmanagement.redis.RedisCall.Outcome;
import io.eventmanagement.time.RecoveryBackoff;
import io.eventmanagement.time.Time;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/**
 * The one connection to Redis, with a circuit of its own: while Redis is down nobody asks it, and nobody waits for its return.
 * One connection and not a pool, so that what was missed between two of them is known to have been missed.
 */
public class RedisLink implements RedisCalls {

    private static final Duration BEAT = Duration.ofSeconds(1);

    /** How long the start waits for the first connection, unless that fails before; and how long connecting may take. */
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** Before Redis is tried again: twice as long each time, up to ten times the first. */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    /** So that replicas don't come all at once. */
    private static final double JITTER = 0.1;

    /** Who has to have its say before Redis counts as up. */
    @FunctionalInterface
    public interface Opening {

        /** @param afterGap whether there was a time without Redis before */
        Future<Void> open(Script.Caller caller, boolean afterGap);
    }

    private final Supplier<Redis> client;
    private final Vertx vertx;
    private final Time time;
    private final Duration longestWait;
    private final RecoveryBackoff backoff;
    private final RedisSender sender;
    private final List<Opening> openings = new CopyOnWriteArrayList<>();
    private final List<Runnable> beats = new CopyOnWriteArrayList<>();
    private final Transitions transitions = new Transitions();
    private final CountDownLatch begun = new CountDownLatch(1);

    private volatile RedisConnection connection;
    private volatile boolean up;
    private volatile boolean gap;
    private volatile boolean stopped;

    /** Only in this link's own Vert.x context, as the fields below. */
    private Context context;
    private long beat;
    private boolean trying;
    private long upSince;
    private int failures;

    /** @param client null if there is no Redis */
    public RedisLink(Supplier<Redis> client, Duration forRequests, Duration forAdds, Vertx vertx, Time time) {
        this(client, forRequests, forAdds, FIRST_WAIT, vertx, time);
    }

    RedisLink(Supplier<Redis> client, Duration forRequests, Duration forAdds, Duration firstWait, Vertx vertx, Time time) {
        this.longestWait = firstWait.multipliedBy(10);
        this.backoff = new RecoveryBackoff(firstWait, longestWait, JITTER, () -> ThreadLocalRandom.current().nextDouble());
        this.client = client;
        this.vertx = vertx;
        this.time = time;
        this.sender = new RedisSender(forRequests, forAdds, vertx, time,
                task -> context.runOnContext(now -> task.run()),
                (which, why, isSlow) -> context.runOnContext(now -> lose(which, why, isSlow)));
    }

    /** Whether there is one at all. */
    public boolean isConfigured() {
        return client != null;
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public Duration patience() {
        return sender.patience();
    }

    public long calls(RedisCall call, Outcome outcome) {
        return sender.counts().of(call, outcome);
    }

    public void onOpen(Opening who) {
        openings.add(who);
    }

    /** @param task is run each second while Redis is up */
    public void onBeat(Runnable task) {
        beats.add(task);
    }

    /**
     * Begins, and waits for a short while, so that a replica that starts well has no gap to begin with. Not on an event loop.
     */
    public void start() {
        if (!isConfigured()) {
            return;
        }
        context = vertx.getOrCreateContext();
        context.runOnContext(now -> {
            beat = vertx.setPeriodic(BEAT.toMillis(), again -> beat());
            attempt();
        });
        try {
            gap = !begun.await(CONNECT.toMillis(), TimeUnit.MILLISECONDS) || !up;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void stop() {
        stopped = true;
        up = false;
        if (context != null) {
            context.runOnContext(now -> vertx.cancelTimer(beat));
        }
    }

    private void beat() {
        if (up) {
            beats.forEach(Runnable::run);
        }
    }

    @Override
    public Future<Response> call(RedisCall what, Request request, Supplier<Request> again) {
        return up ? send(what, connection, request, again) : down();
    }

    private static Future<Response> down() {
        return Future.failedFuture(new RedisUnavailableException("Redis is down"));
    }

    private Future<Response> send(RedisCall what, RedisConnection to, Request request, Supplier<Request> again) {
        return to == null ? down() : sender.send(what, to, request, again);
    }

    // ---- Up and down: in the link's own context ----

    private void attempt() {
        if (trying || up || stopped) {
            return;
        }
        trying = true;
        Future.succeededFuture().compose(now -> connected()).compose(this::open)
                .onComplete(opened -> context.runOnContext(now -> {
                    trying = false;
                    if (opened.failed() || opened.result() != connection) {
                        fail(opened.failed() ? Reason.of(opened.cause()) : Reason.ENDED);
                    } else if (!stopped) {
                        sender.begin();
                        upSince = time.nanos();
                        // Told first, so that whoever finds it up finds that said.
                        transitions.up();
                        up = true;
                        // What came while the openings had their say.
                        beat();
                    }
                    begun.countDown();
                }));
    }

    private Future<RedisConnection> connected() {
        if (connection != null) {
            return Future.succeededFuture(connection);
        }
        Future<RedisConnection> connecting = client.get().connect();
        return connecting.timeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS).map(made -> {
            connection = made;
            made.endHandler(end -> context.runOnContext(now -> lose(made, Reason.ENDED, false)));
            made.exceptionHandler(thrown -> context.runOnContext(now -> lose(made, Reason.of(thrown), false)));
            return made;
        }).onFailure(late -> connecting.onSuccess(RedisConnection::close));
    }

    /** One that doesn't reply in time isn't asked for more. */
    private Future<RedisConnection> open(RedisConnection to) {
        Script.Caller caller = (request, again) -> send(RedisCall.OPEN, to, request, again);
        Future<Void> all = send(RedisCall.PROBE, to, Request.cmd(Command.PING), null).mapEmpty();
        for (Opening one : openings) {
            all = all.compose(before -> one.open(caller, gap));
        }
        return all.map(to).onFailure(thrown -> {
            if (!(thrown instanceof RedisUnavailableException)) {
                drop(to);
            }
        });
    }

    private void lose(RedisConnection which, String why, boolean isSlow) {
        if (which != connection) {
            return;
        }
        if (!isSlow) {
            drop(which);
        }
        if (!up) {
            return; // the attempt that is under way, or comes, says why
        }
        up = false;
        gap = true;
        if (time.nanos() - upSince > longestWait.toNanos()) {
            failures = 0;
        }
        if (!isSlow && failures == 0) {
            failures++;
            transitions.lost(why);
            attempt();
        } else {
            fail(why);
        }
    }

    /**
     * Vert.x' close() gives a connection that still works back to a pool, and the next connect() would get it again: the one
     * that was found to be of no use. So Redis is asked to end it, and until it has, or the silence ends it, it isn't given
     * back.
     */
    private void drop(RedisConnection which) {
        connection = null;
        which.endHandler(null);
        which.exceptionHandler(null);
        which.send(Request.cmd(Command.QUIT)).onComplete(gone -> which.close());
    }

    private void fail(String why) {
        if (!stopped) {
            transitions.down(why);
            vertx.setTimer(backoff.delay(++failures).toMillis(), over -> attempt());
        }
    }
}

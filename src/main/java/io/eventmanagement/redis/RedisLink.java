package io.eventmanagement.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.eventmanagement.redis.RedisCall.Outcome;
import io.eventmanagement.time.Time;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/**
 * The one connection to Redis, with a circuit of its own: while Redis is down nobody asks it, and nobody waits for its return.
 * One connection and not a pool, so that what was missed between two of them is known to have been missed.
 */
public class RedisLink implements RedisCalls {

    private static final Logger LOG = Logger.getLogger(RedisLink.class);

    /** Between two attempts to connect, and between two beats. */
    private static final Duration BEAT = Duration.ofSeconds(1);

    /** How long the start waits for the first connection, unless that fails before. */
    private static final Duration START = Duration.ofSeconds(2);

    /** After so long without a reply another connection is tried. */
    private static final Duration MOST_SILENCE = Duration.ofSeconds(10);

    /** Who has to have its say before Redis counts as up. */
    @FunctionalInterface
    public interface Opening {

        /** @param afterGap whether there was a time without Redis before */
        Future<Void> open(Script.Caller caller, boolean afterGap);
    }

    private final Supplier<Redis> client;
    private final Vertx vertx;
    private final RedisSender sender;
    private final List<Opening> openings = new CopyOnWriteArrayList<>();
    private final List<Runnable> beats = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);

    private volatile RedisConnection connection;
    private volatile boolean up;
    private volatile boolean gap;
    private volatile boolean stopped;

    /** Only in this link's own Vert.x context, as the fields below. */
    private Context context;
    private long timer;
    private boolean connecting;
    private boolean opening;
    /** What was logged last, so that each change is one line. */
    private Boolean told;

    /** @param client null if there is no Redis */
    public RedisLink(Supplier<Redis> client, Duration forRequests, Duration forAdds, Vertx vertx, Time time) {
        this.client = client;
        this.vertx = vertx;
        this.sender = new RedisSender(forRequests, forAdds, vertx, time, new Watcher());
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
    public boolean isNew() {
        return sender.isNew();
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
            timer = vertx.setPeriodic(BEAT.toMillis(), beat -> beat());
            connect();
        });
        try {
            gap = !begun.await(START.toMillis(), TimeUnit.MILLISECONDS) || !up;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void stop() {
        stopped = true;
        up = false;
        if (context != null) {
            context.runOnContext(now -> vertx.cancelTimer(timer));
        }
    }

    // ---- Calls ----

    @Override
    public Future<Response> call(RedisCall what, Request request) {
        return up ? send(what, connection, request) : down();
    }

    private static Future<Response> down() {
        return Future.failedFuture(new RedisUnavailableException("Redis is down"));
    }

    private Future<Response> send(RedisCall what, RedisConnection to, Request request) {
        return to == null ? down() : sender.send(what, to, request);
    }

    private final class Watcher implements RedisSender.Watcher {

        @Override
        public void replied(RedisConnection from) {
            if (!up && from == connection) {
                context.runOnContext(now -> open(from));
            }
        }

        @Override
        public void isSilent(RedisConnection which) {
            context.runOnContext(now -> lose(which, "it doesn't reply", false));
        }

        @Override
        public void isUseless(RedisConnection which, String why) {
            context.runOnContext(now -> lose(which, why, true));
        }
    }

    // ---- Connecting: in the link's own context ----

    private void beat() {
        if (connection == null) {
            connect();
        } else if (up) {
            beats.forEach(Runnable::run);
        } else if (!opening && sender.silence().compareTo(MOST_SILENCE) > 0) {
            lose(connection, "it doesn't reply", true);
        }
    }

    private void connect() {
        if (connecting || stopped) {
            return;
        }
        connecting = true;
        client.get().connect().onComplete(connected -> context.runOnContext(now -> {
            connecting = false;
            if (connected.failed()) {
                tell(false, connected.cause().getMessage());
                return;
            }
            RedisConnection newOne = connected.result();
            connection = newOne;
            sender.begin();
            newOne.endHandler(end -> context.runOnContext(later -> lose(newOne, "its connection ended", true)));
            newOne.exceptionHandler(thrown -> context.runOnContext(later -> lose(newOne, thrown.getMessage(), true)));
            open(newOne);
        }));
    }

    private void open(RedisConnection newOne) {
        if (opening || up || stopped || newOne != connection) {
            return;
        }
        opening = true;
        Script.Caller caller = request -> send(RedisCall.OPEN, newOne, request);
        Future<Void> all = Future.succeededFuture();
        for (Opening one : openings) {
            all = all.compose(before -> one.open(caller, gap));
        }
        all.onComplete(opened -> context.runOnContext(now -> {
            opening = false;
            if (opened.succeeded()) {
                if (newOne == connection) {
                    sender.begin();
                    up = true;
                    tell(true, null);
                }
            } else {
                // Without a reply there is nothing to be done but to wait for it.
                lose(newOne, opened.cause().getMessage(), !(opened.cause() instanceof RedisUnavailableException));
            }
        }));
    }

    private void lose(RedisConnection lost, String why, boolean close) {
        if (lost == null || lost != connection) {
            return;
        }
        gap |= up;
        up = false;
        if (close) {
            connection = null;
            lost.endHandler(null);
            lost.close();
        }
        tell(false, why);
    }

    private void tell(boolean isUp, String why) {
        if (stopped || told != null && told == isUp) {
            return;
        }
        told = isUp;
        begun.countDown();
        if (isUp) {
            LOG.info("Redis is up");
        } else {
            LOG.warnf("Redis is down: %s", why == null ? "its connection failed" : why);
        }
    }
}

package io.eventmanagement.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.eventmanagement.time.Time;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Watches the connection of one client, and closes it when the client takes too long. Vert.x' own idle time-outs don't fit: a
 * request head that trickles in is never idle, but a connection whose request waits for event.com is.
 * <p>
 * Everything runs on the connection's event loop, and no request needs a timer of its own.
 */
public final class ClientConnection extends ChannelDuplexHandler {

    /** The most bytes of a body and of what is sent behind it. Bodies have 64 KiB, up to six times that in one-byte chunks. */
    private static final int MOST_AHEAD = 512 * 1024;

    private static final int LINGER_MS = 500;

    /** Object, since in dev mode the value may be of the class as it was before a reload. */
    private static final AttributeKey<Object> KEY = AttributeKey.valueOf(ClientConnection.class, "clientConnection");

    private enum State {
        /** No request, or only part of its head. */
        IDLE,
        /** A request whose body is still arriving. */
        READING,
        /** A complete request that waits for its answer. */
        BUSY,
        /** An answer that waits for the client to read it. */
        WRITING
    }

    /** How long clients may take, in nanoseconds. */
    record Times(long readNanos, long writeNanos, long idleNanos) {
    }

    private final Time time;
    private final Predicate<Channel> prepare;
    private final long readNanos;
    private final long writeNanos;
    private final long idleNanos;
    private final long checkNanos;

    private ChannelHandlerContext context;
    private State state = State.IDLE;

    /** When the state began, or the client last read something. */
    private volatile long since;

    /** When the first bytes of a request's head arrived; only valid while {@code hasHead}. */
    private long headSince;
    private boolean hasHead;
    private Runnable lateBody;
    private int ahead;
    private boolean stopped;
    private boolean isPrepared;
    private boolean lingers;
    private boolean isHandling;

    /** @param prepare runs each time that bytes arrive, until it returns true */
    ClientConnection(Time time, Times times, Predicate<Channel> prepare) {
        this.time = time;
        this.prepare = prepare;
        this.readNanos = times.readNanos;
        this.writeNanos = times.writeNanos;
        this.idleNanos = times.idleNanos;
        this.checkNanos = Math.max(Duration.ofMillis(10).toNanos(), Math.min(readNanos, Math.min(writeNanos, idleNanos)) / 4);
    }

    /** Null for a connection that arrived in the moment when the server began to listen. */
    static ClientConnection of(HttpServerRequest request) {
        Object watched = ((ConnectionBase) request.connection()).channel().attr(KEY).get();
        return watched instanceof ClientConnection connection ? connection : null;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        added.channel().attr(KEY).set(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        since = time.nanos();
        checkLater();
        active.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext read, Object message) {
        if (lingers) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (!isPrepared) {
            isPrepared = prepare.test(read.channel());
        }
        if (state == State.IDLE) {
            if (!hasHead) {
                hasHead = true;
                headSince = time.nanos();
            }
        } else if (message instanceof ByteBuf bytes) {
            ahead += bytes.readableBytes();
            if (ahead > MOST_AHEAD && !stopped) {
                // Vert.x would queue any number of requests behind the current one.
                stopped = true;
                read.channel().config().setAutoRead(false);
            }
        }
        read.fireChannelRead(message);
    }

    boolean isClosing() {
        return lingers;
    }

    /** A request's head is complete. */
    void begin() {
        state = State.BUSY;
        hasHead = false;
        ahead = 0;
    }

    /** Runs the request's handlers, as far as they get without waiting. */
    void handle(Runnable request) {
        isHandling = true;
        try {
            request.run();
        } finally {
            isHandling = false;
        }
    }

    boolean isHandling() {
        return isHandling;
    }

    /** The body has to arrive from now on; {@code late} runs if that takes too long. */
    void reading(Runnable late) {
        state = State.READING;
        since = time.nanos();
        lateBody = late;
    }

    /** The body is complete. */
    void read() {
        if (state == State.READING) {
            state = State.BUSY;
            lateBody = null;
        }
    }

    /** The client has to read what is written. Each call restarts the client's time. */
    void writing() {
        state = State.WRITING;
        since = time.nanos();
    }

    /** The request is answered. */
    void end() {
        state = State.IDLE;
        since = time.nanos();
        if (stopped) {
            stopped = false;
            ahead = 0;
            context.channel().config().setAutoRead(true);
        }
    }

    /** Nanoseconds in which the client has read nothing while written to; other threads may see a slightly old value. */
    long stalledNanos() {
        return time.nanos() - since;
    }

    /**
     * Closes the connection, but discards what still arrives for a moment. While the client sends, a plain close would be a
     * reset, and the client might never read the answer that says what is wrong (RFC 9112, 9.6).
     */
    public static void closeGently(HttpServerRequest request) {
        ClientConnection connection = of(request);
        if (connection != null) {
            connection.lingers = true;
        }
        request.connection().close();
    }

    @Override
    public void close(ChannelHandlerContext closing, ChannelPromise promise) {
        if (!lingers || !(closing.channel() instanceof DuplexChannel channel) || !channel.isActive()) {
            closing.close(promise);
        } else if (!channel.isOutputShutdown()) {
            channel.config().setAutoRead(true);
            channel.shutdownOutput();
            closing.executor().schedule(() -> closing.close(promise), LINGER_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void checkLater() {
        context.executor().schedule(this::check, checkNanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        Channel channel = context.channel();
        if (!channel.isActive()) {
            return;
        }
        long now = time.nanos();
        boolean late = switch (state) {
            case IDLE -> hasHead ? now - headSince >= readNanos : now - since >= idleNanos;
            case READING -> now - since >= readNanos;
            case BUSY -> false;
            case WRITING -> now - since >= writeNanos;
        };
        if (late && state != State.READING) {
            abort();
            return;
        }
        if (late) {
            Runnable refuse = lateBody;
            read();
            refuse.run();
        }
        checkLater();
    }

    /** Closes the connection at once, although what is written to it isn't read. */
    public static void abort(HttpServerRequest request) {
        ((ConnectionBase) request.connection()).channel().pipeline().firstContext().close();
    }

    /** Closes from this handler and not from the pipeline's end, where Vert.x would first wait for all writes. */
    void abort() {
        if (context.executor().inEventLoop()) {
            context.close();
        } else {
            context.executor().execute(context::close);
        }
    }
}

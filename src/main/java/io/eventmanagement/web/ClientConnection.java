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
 * Watches the bytes of one client's connection, and closes it when the client takes too long. Vert.x' own idle time-outs would
 * do neither: a head that trickles is never idle, and a request that waits for event.com is.
 * <p>
 * All of it happens on the connection's event loop, and costs a request no timer.
 */
public final class ClientConnection extends ChannelDuplexHandler {

    /** Of a request and what is sent behind it, unasked: bodies have 64 KiB, and up to six times that in chunks of a byte. */
    private static final int MOST_AHEAD = 512 * 1024;

    private static final int LINGER_MS = 500;

    /** An object, since in dev mode it may be one of the application before a reload. */
    private static final AttributeKey<Object> KEY = AttributeKey.valueOf(ClientConnection.class, "clientConnection");

    private enum State {
        /** No request, or only a part of its head. */
        IDLE,
        /** A request whose body has to come. */
        READING,
        /** A request that is there and lacks its answer. */
        BUSY,
        /** An answer that waits for the client to take it. */
        WRITING
    }

    /** How long clients may take. */
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

    /** When the state began, or the client last took something. */
    private volatile long since;

    /** When the first bytes of a head came; of use while there are any. */
    private long headSince;
    private boolean hasHead;
    private Runnable lateBody;
    private int ahead;
    private boolean stopped;
    private boolean isPrepared;
    private boolean lingers;
    private boolean isHandling;

    /** @param prepare is asked, while it says no, with each bytes that come */
    ClientConnection(Time time, Times times, Predicate<Channel> prepare) {
        this.time = time;
        this.prepare = prepare;
        this.readNanos = times.readNanos;
        this.writeNanos = times.writeNanos;
        this.idleNanos = times.idleNanos;
        this.checkNanos = Math.max(Duration.ofMillis(10).toNanos(), Math.min(readNanos, Math.min(writeNanos, idleNanos)) / 4);
    }

    /** Null where there is none: on a connection that came in the moment when the server began to listen. */
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
                // Vert.x would queue any number of requests behind the one that is under way.
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

    /** Has the request handled, as far as that goes without waiting. */
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

    /** The body has to come from now on. @param late is run when it takes too long */
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

    /** From now on, and anew with each call, the client has to take what is written. */
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

    /** How long the client has taken nothing, while it is written to; read by other threads too, and may be a bit old. */
    long stalledNanos() {
        return time.nanos() - since;
    }

    /**
     * Has the connection, once it is closed, take what still comes, for a moment. While a client sends, a plain close is a
     * reset, and it might never read the answer that says what is wrong (RFC 9112, 9.6).
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

    /** From here and not from the pipeline's end, where Vert.x would first wait for all to be written. */
    void abort() {
        if (context.executor().inEventLoop()) {
            context.close();
        } else {
            context.executor().execute(context::close);
        }
    }
}

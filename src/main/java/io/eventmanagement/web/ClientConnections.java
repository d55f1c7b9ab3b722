package io.eventmanagement.web;

import java.util.Iterator;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

import io.eventmanagement.settings.ClientConfig;
import io.eventmanagement.time.Time;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.VertxHandler;
import io.vertx.ext.web.RoutingContext;

/**
 * Watches each client connection from its first byte, and has unreadable requests answered with a problem. Quarkus shows nobody
 * a connection before its first request, so a handler on the servers' own channels adds the watcher.
 */
@ApplicationScoped
public class ClientConnections {

    /** Sees each accepted connection before Vert.x makes it an HTTP connection. */
    @ChannelHandler.Sharable
    private final class Watch extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext server, Object accepted) {
            if (accepted instanceof Channel channel) {
                channel.pipeline().addLast(new ClientConnection(time, times, ClientConnections.this::prepare));
            }
            server.fireChannelRead(accepted);
        }
    }

    /**
     * Marks a request as unreadable if its target is neither a path nor an http URL (RFC 9112, 3.2). Vert.x would answer it
     * before any filter.
     */
    @ChannelHandler.Sharable
    private static final class TargetCheck extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext read, Object message) {
            if (message instanceof HttpRequest request && !isTarget(request.uri())) {
                request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("target")));
                // Netty's own name for what it can't read, so that nothing the client sent gets into a metric.
                request.setUri("/bad-request");
            }
            read.fireChannelRead(message);
        }

        private static boolean isTarget(String uri) {
            return uri.startsWith("/") || uri.regionMatches(true, 0, "http://", 0, 7)
                    || uri.regionMatches(true, 0, "https://", 0, 8);
        }
    }

    private static final String WATCH = "watch";
    private static final String TARGET_CHECK_NAME = "target";
    private static final TargetCheck TARGET_CHECK = new TargetCheck();

    private final VertxInternal vertx;
    private final Time time;
    private final ClientConnection.Times times;
    private volatile Handler<HttpServerRequest> unreadable = HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER;

    ClientConnections(Vertx vertx, Time time, ClientConfig config) {
        this.vertx = (VertxInternal) vertx;
        this.time = time;
        // Read here, since the thread that accepts connections has no configuration.
        this.times = new ClientConnection.Times(config.readTimeout().toNanos(), config.writeTimeout().toNanos(),
                config.idleTimeout().toNanos());
    }

    /** @param handler answers requests whose head can't be read; each is the last on its connection */
    public void answerUnreadable(Handler<HttpServerRequest> handler) {
        unreadable = handler;
    }

    void register(@Observes Filters filters) {
        filters.register(ClientConnections::begin, FilterOrder.CONNECTION);
    }

    /** The management interface's connections are watched too. Without this, their requests' heads would seem never to end. */
    void register(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(request -> {
            ClientConnection connection = ClientConnection.of(request.request());
            if (connection != null) {
                connection.begin();
                request.addEndHandler(end -> connection.end());
            }
            request.next();
        });
    }

    void watch(@ObservesAsync HttpServerStart start) {
        watchServers();
    }

    void watch(@ObservesAsync HttpsServerStart start) {
        watchServers();
    }

    /** Watches both servers: the one for clients, and the management interface. */
    private void watchServers() {
        Watch watch = new Watch();
        for (EventExecutor executor : vertx.getAcceptorEventLoopGroup()) {
            executor.execute(() -> {
                Iterator<Channel> channels = ((SingleThreadEventLoop) executor).registeredChannelsIterator();
                while (channels.hasNext()) {
                    Channel channel = channels.next();
                    if (channel instanceof ServerChannel && channel.pipeline().get(WATCH) == null) {
                        channel.pipeline().addFirst(WATCH, watch);
                    } else if (channel instanceof ServerChannel) {
                        // In dev mode the servers outlive the application.
                        channel.pipeline().replace(WATCH, WATCH, watch);
                    }
                }
            });
        }
    }

    /** Sets up the connection once Vert.x has made it an HTTP connection, which takes a while with TLS; false until then. */
    private boolean prepare(Channel channel) {
        if (!(channel.pipeline().get("handler") instanceof VertxHandler<?> handler)) {
            return false;
        }
        if (handler.getConnection() instanceof HttpServerConnection connection) {
            connection.invalidRequestHandler(request -> unreadable.handle(request));
            channel.pipeline().addBefore("handler", TARGET_CHECK_NAME, TARGET_CHECK);
        }
        return true;
    }

    /** A client that doesn't read its answers gets no further ones, which would wait in memory. */
    private static void begin(RoutingContext request) {
        ClientConnection connection = ClientConnection.of(request.request());
        if (connection == null) {
            request.next();
            return;
        }
        if (connection.isClosing() || request.response().closed()) {
            // The client was told that the connection ends, so what it sent behind that request may not be a request at all.
            return;
        }
        if (connection.isHandling()) {
            // Vert.x handles a queued request within the end of the one before. A long queue would overflow the stack.
            Vertx.currentContext().runOnContext(afterwards -> begin(request));
            return;
        }
        HttpServerResponse response = request.response();
        if (response.writeQueueFull()) {
            connection.writing();
            response.drainHandler(drained -> {
                response.drainHandler(null);
                begin(request);
            });
            return;
        }
        connection.begin();
        request.addEndHandler(end -> connection.end());
        if (closesAmongOthers(request.request().getHeader(HttpHeaders.CONNECTION))) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            request.addEndHandler(end -> ClientConnection.closeGently(request.request()));
        }
        connection.handle(request::next);
    }

    /** {@code Connection} is a list (RFC 9110, 7.6.1), but Vert.x recognises {@code close} only where it stands alone. */
    private static boolean closesAmongOthers(String connection) {
        return connection != null && connection.indexOf(',') >= 0
                && Stream.of(connection.split(",")).anyMatch(option -> option.strip().equalsIgnoreCase("close"));
    }
}

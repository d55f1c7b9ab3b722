package io.eventmanagement;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** A wire to a port of this machine, which may be cut: with an end that is noticed, or without. */
final class Wire implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final NetServer server;
    private volatile boolean isCut;

    Wire(int port) {
        server = vertx.createNetServer().connectHandler(near -> {
            if (isCut) {
                near.close();
                return;
            }
            near.pause();
            sockets.add(near);
            client.connect(port, "localhost").onFailure(thrown -> near.close()).onSuccess(far -> {
                sockets.add(far);
                join(near, far);
                join(far, near);
                near.resume();
            });
        });
        server.listen(0, "localhost").toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void join(NetSocket from, NetSocket to) {
        from.handler(to::write);
        from.closeHandler(closed -> {
            sockets.remove(from);
            to.close();
        });
    }

    int port() {
        return server.actualPort();
    }

    /** All connections end, and there are no new ones. */
    void cut() {
        isCut = true;
        sockets.forEach(NetSocket::close);
    }

    /** Nothing comes any more, and nobody says so. */
    void hush() {
        isCut = true;
        sockets.forEach(socket -> socket.handler(nothing -> {
            // It is lost.
        }));
    }

    void mend() {
        isCut = false;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}

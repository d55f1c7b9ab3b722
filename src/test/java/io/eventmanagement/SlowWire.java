package io.eventmanagement;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** The wire to a Redis, on which each reply comes late, and which a test cuts. */
public final class SlowWire implements AutoCloseable {

    private final Vertx vertx;
    private final NetServer server;
    private final URI redis;
    private final List<NetSocket> clients = new CopyOnWriteArrayList<>();
    private final List<Long> connected = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile long delayMs;

    public SlowWire(Vertx vertx, String url) {
        this.vertx = vertx;
        this.redis = URI.create(url);
        this.server = vertx.createNetServer().connectHandler(this::pass);
        server.listen(0, "localhost").toCompletionStage().toCompletableFuture().join();
    }

    public String url() {
        return "redis://localhost:" + server.actualPort();
    }

    /** How late the replies are from now on. */
    public void delay(int ms) {
        delayMs = ms;
    }

    /** Ends all connections. */
    public void cut() {
        clients.forEach(NetSocket::close);
        clients.clear();
    }

    /** When there was a connection, in milliseconds. */
    public List<Long> connected() {
        return connected;
    }

    /** How many connections there are now. */
    public int open() {
        return open.get();
    }

    private void pass(NetSocket client) {
        open.incrementAndGet();
        connected.add(System.nanoTime() / 1_000_000);
        clients.add(client);
        client.pause();
        vertx.createNetClient().connect(redis.getPort(), redis.getHost()).onFailure(gone -> client.close()).onSuccess(there -> {
            AtomicLong last = new AtomicLong();
            there.handler(reply -> later(client, reply, last)).closeHandler(end -> client.close());
            client.handler(there::write).closeHandler(end -> {
                open.decrementAndGet();
                there.close();
            }).resume();
        });
    }

    /** No reply overtakes another. */
    private void later(NetSocket client, Buffer reply, AtomicLong last) {
        long now = System.nanoTime() / 1_000_000;
        long at = Math.max(last.get(), now + delayMs);
        last.set(at);
        if (at <= now) {
            client.write(reply);
        } else {
            vertx.setTimer(at - now, over -> client.write(reply));
        }
    }

    @Override
    public void close() {
        server.close();
        cut();
    }
}

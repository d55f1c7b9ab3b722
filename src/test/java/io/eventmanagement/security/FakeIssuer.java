package io.eventmanagement.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Publishes keys as an OpenID provider does; can be down. */
public final class FakeIssuer {

    private final int port;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile List<RsaJsonWebKey> keys = List.of();
    private HttpServer server;

    public FakeIssuer() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://localhost:" + port;
    }

    public void publish(RsaJsonWebKey... keys) {
        this.keys = List.of(keys);
    }

    /** How often its keys were asked for. */
    int asked() {
        return asked.get();
    }

    public void start() {
        open();
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange,
                "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\",\"token_endpoint\":\"%1$s/token\"}".formatted(url())));
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            answer(exchange, new JsonWebKeySet(keys).toJson());
        });
        server.start();
    }

    /** Answers each request with an error and a page. */
    void startIll() {
        open();
        server.createContext("/", exchange -> {
            byte[] page = "<html>".getBytes(UTF_8);
            exchange.sendResponseHeaders(502, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
    }

    /** Takes each request and never answers. */
    void hang() {
        open();
        server.createContext("/", exchange -> asked.incrementAndGet());
        server.start();
    }

    private void open() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}

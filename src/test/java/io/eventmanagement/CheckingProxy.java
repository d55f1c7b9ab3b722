package io.eventmanagement;

import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;

/** An HTTP proxy that wants a user and a password. All names lead to one port of this machine. */
final class CheckingProxy implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private final NetClient tcp = vertx.createNetClient();
    private final AtomicInteger passed = new AtomicInteger();
    private final String authorization;
    private final int to;
    private final HttpServer server;

    CheckingProxy(String userAndPassword, int to) throws Exception {
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes());
        this.to = to;
        server = vertx.createHttpServer().requestHandler(this::handle).listen(0, "localhost").toCompletionStage()
                .toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    int passed() {
        return passed.get();
    }

    private void handle(HttpServerRequest request) {
        if (!authorization.equals(request.getHeader("Proxy-Authorization"))) {
            request.response().setStatusCode(407).end();
        } else if (request.method() == HttpMethod.CONNECT) {
            passed.incrementAndGet();
            request.pause();
            tcp.connect(to, "localhost").onSuccess(there -> request.toNetSocket().onSuccess(here -> {
                here.pipeTo(there);
                there.pipeTo(here);
            }));
        } else {
            passed.incrementAndGet();
            request.body().onSuccess(body -> http
                    .request(new RequestOptions().setHost("localhost").setPort(to).setMethod(request.method())
                            .setURI(request.absoluteURI().replaceFirst("^http://[^/]*", "")))
                    .compose(call -> {
                        request.headers().forEach(header -> {
                            if (!header.getKey().matches("(?i)host|proxy-.*|content-length")) {
                                call.putHeader(header.getKey(), header.getValue());
                            }
                        });
                        return call.send(body);
                    }).onFailure(lost -> request.connection().close())
                    .onSuccess(answer -> answer.body().onSuccess(
                            content -> request.response().setStatusCode(answer.statusCode()).end(content))));
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

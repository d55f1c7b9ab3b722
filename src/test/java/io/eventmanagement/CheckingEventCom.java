package io.eventmanagement;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;

/**
 * An event.com that checks who calls, by a key, a token or a certificate, and quotes what it refuses. At {@code /token} it
 * gives tokens out, to one client.
 */
final class CheckingEventCom implements AutoCloseable {

    static final String CLIENT = "event-management";
    static final String SECRET = "s3cr3t+of/the client:%";

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    private String keyHeader;
    private String key;
    private boolean wantsTokens;
    private boolean forbids;
    private final Set<String> valid = new HashSet<>();
    private int issued;
    private boolean issuerIsDown;
    private int life = 3600;
    private Handler<HttpServerResponse> tokenAnswer;

    private final List<Integer> answers = new ArrayList<>();
    private final List<Buffer> forms = new ArrayList<>();

    private CheckingEventCom(HttpServerOptions options) throws Exception {
        server = vertx.createHttpServer(options).requestHandler(this::handle).listen(0, "localhost").toCompletionStage()
                .toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    static CheckingEventCom plain() throws Exception {
        return new CheckingEventCom(new HttpServerOptions());
    }

    /** @param client whose certificate is wanted */
    static CheckingEventCom withTls(Path dir, String own, String client) throws Exception {
        return new CheckingEventCom(tls(dir, own, client));
    }

    private static HttpServerOptions tls(Path dir, String own, String client) {
        return new HttpServerOptions().setSsl(true).setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(new PemKeyCertOptions().addCertPath(dir.resolve(own + ".crt").toString())
                        .addKeyPath(dir.resolve(own + ".key").toString()))
                .setTrustOptions(new PemTrustOptions().addCertPath(dir.resolve(client + ".crt").toString()));
    }

    /** From now on, for new connections. */
    void changeTls(Path dir, String own, String client) throws Exception {
        server.updateSSLOptions(tls(dir, own, client).getSslOptions()).toCompletionStage().toCompletableFuture().get(10,
                TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    synchronized void wantKey(String header, String value) {
        keyHeader = header;
        key = value;
    }

    synchronized void wantTokens() {
        wantsTokens = true;
    }

    synchronized void forbid(boolean now) {
        forbids = now;
    }

    /** No token that was given out is valid any more. */
    synchronized void revoke() {
        valid.clear();
    }

    synchronized void issuerIsDown(boolean now) {
        issuerIsDown = now;
    }

    /** To whoever asks for a token from now on; null is a token. */
    synchronized void answerForTokens(Handler<HttpServerResponse> answer) {
        tokenAnswer = answer;
    }

    /** Of tokens that are given out from now on. */
    synchronized void life(int seconds) {
        life = seconds;
    }

    /** The tokens that were asked for, given out or not. */
    synchronized int asked() {
        return forms.size();
    }

    synchronized Buffer form() {
        return forms.get(0);
    }

    /** The statuses of all calls but those for a token. */
    synchronized List<Integer> answers() {
        return List.copyOf(answers);
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (request.path().equals("/token")) {
                giveToken(request, body);
            } else {
                answer(request);
            }
        });
    }

    private synchronized void giveToken(HttpServerRequest request, Buffer body) {
        forms.add(body);
        String wanted = "Basic "
                + Base64.getEncoder().encodeToString((CLIENT + ':' + SECRET).getBytes(StandardCharsets.UTF_8));
        if (issuerIsDown) {
            request.connection().close();
        } else if (tokenAnswer != null) {
            tokenAnswer.handle(request.response());
        } else if (!wanted.equals(request.getHeader("Authorization"))) {
            request.response().setStatusCode(401).end(new JsonObject().put("error", "invalid_client")
                    .put("error_description", "not " + request.getHeader("Authorization")).toBuffer());
        } else {
            String token = "token-" + ++issued;
            int seconds = life;
            valid.add(token);
            vertx.setTimer(seconds * 1000L, ended -> end(token));
            request.response().putHeader("Content-Type", "application/json").end(new JsonObject().put("access_token", token)
                    .put("token_type", "Bearer").put("expires_in", seconds).toBuffer());
        }
    }

    private synchronized void end(String token) {
        valid.remove(token);
    }

    private synchronized void answer(HttpServerRequest request) {
        int status = forbids ? 403 : isKnown(request) ? 200 : 401;
        answers.add(status);
        if (request.isSSL()) {
            // Each call shows its certificate.
            request.response().putHeader("Connection", "close");
        }
        if (status != 200) {
            request.response().setStatusCode(status)
                    .end(new JsonObject().put("message", "no: " + request.headers().entries()).toBuffer());
        } else {
            request.response().end(request.path().equals("/addEvent") ? "{\"success\":true}"
                    : request.path().matches(".*ById.*") ? "{\"id\":1,\"events\":[]}" : "[]");
        }
    }

    private boolean isKnown(HttpServerRequest request) {
        String authorization = String.valueOf(request.getHeader("Authorization"));
        return (key == null || key.equals(request.getHeader(keyHeader)))
                && (!wantsTokens || valid.contains(authorization.replaceFirst("^Bearer ", "")));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

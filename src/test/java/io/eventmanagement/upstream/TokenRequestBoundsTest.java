package io.eventmanagement.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;

/** What becomes of a token endpoint's answer that is too long, or doesn't come. */
class TokenRequestBoundsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private CompletableFuture<HttpResponse<Buffer>> answer(Duration patience, Handler<HttpServerRequest> endpoint)
            throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            request.connection().closeHandler(end -> closed.complete(null));
            endpoint.handle(request);
        }).listen(0, "localhost").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        HttpRequest<Buffer> request = WebClient.create(vertx).post(server.actualPort(), "localhost", "/token");
        new TokenRequestBounds(patience).bound(request);
        return request.send().toCompletionStage().toCompletableFuture();
    }

    private static void assertThatItFails(CompletableFuture<?> answer) {
        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    }

    @Test
    void anAnswerOfUsualSizeIsReadAsAWhole() throws Exception {
        Buffer body = Buffer.buffer(new byte[TokenRequestBounds.MOST_BYTES]);

        assertThat(answer(LONG, request -> request.response().end(body)).get(10, TimeUnit.SECONDS).body())
                .isEqualTo(body);
    }

    @Test
    void oneThatIsTooLongFails() throws Exception {
        assertThatItFails(answer(LONG,
                request -> request.response().end(Buffer.buffer(new byte[TokenRequestBounds.MOST_BYTES * 40]))));
    }

    @Test
    void oneThatDoesNotComeEndsWithItsConnection() throws Exception {
        assertThatItFails(answer(Duration.ofMillis(300), request -> {
        }));
        closed.get(10, TimeUnit.SECONDS);
    }
}

package io.eventmanagement.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.time.Time;
import io.eventmanagement.time.VirtualTime;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;

/** What becomes of a token endpoint's answer that is too long, or takes too long, and of its connection. */
class TokenRequestBoundsTest {

    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private CompletableFuture<HttpResponse<Buffer>> answer(Time time, Handler<HttpServerRequest> endpoint)
            throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            request.connection().closeHandler(end -> closed.complete(null));
            endpoint.handle(request);
        }).listen(0, "localhost").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        HttpRequest<Buffer> request = WebClient.create(vertx).post(server.actualPort(), "localhost", "/token");
        new TokenRequestBounds(PATIENCE, time).bound(request);
        return request.send().toCompletionStage().toCompletableFuture();
    }

    private void assertThatItEnds(CompletableFuture<?> answer) throws Exception {
        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).isNotNull();
        closed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerOfUsualSizeIsReadAsAWhole() throws Exception {
        Buffer body = Buffer.buffer(new byte[TokenRequestBounds.MOST_BYTES]);

        assertThat(answer(Time.SYSTEM, request -> request.response().end(body)).get(10, TimeUnit.SECONDS).body())
                .isEqualTo(body);
    }

    @Test
    void oneThatIsTooLongEndsWithItsConnection() throws Exception {
        assertThatItEnds(answer(Time.SYSTEM,
                request -> request.response().end(Buffer.buffer(new byte[TokenRequestBounds.MOST_BYTES * 40]))));
    }

    @Test
    void oneThatTricklesEndsWithItsConnection() throws Exception {
        VirtualTime time = new VirtualTime();

        assertThatItEnds(answer(time, request -> {
            request.response().setChunked(true);
            vertx.setPeriodic(50, timer -> {
                time.advance(Duration.ofMillis(50));
                request.response().write(".");
            });
        }));
    }

    @Test
    void oneThatDoesNotComeEndsWithItsConnection() throws Exception {
        assertThatItEnds(answer(Time.SYSTEM, request -> {
        }));
    }
}

package io.eventmanagement.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.ProxyOptions;

/** A proxy that doesn't connect, as Vert.x tells of it. */
class ProxyRefusalTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Throwable refusal(String statusLine) throws Exception {
        NetServer proxy = vertx.createNetServer()
                .connectHandler(socket -> socket
                        .handler(connect -> socket.end(Buffer.buffer(statusLine + "\r\n\r\n"))))
                .listen(0, "localhost").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        Future<HttpClientRequest> request = vertx.createHttpClient(new HttpClientOptions().setSsl(true)
                .setProxyOptions(new ProxyOptions().setHost("localhost").setPort(proxy.actualPort())))
                .request(HttpMethod.GET, 443, "event.example", "/");
        return request.toCompletionStage().handle((connected, thrown) -> thrown).toCompletableFuture().get(10,
                TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({ "407 Proxy Authentication Required, CREDENTIALS_REFUSED", "502 Bad Gateway, UNREACHABLE" })
    void onlyOneThatWantsOtherCredentialsRefusesOurs(String status, UpstreamFailure failure) throws Exception {
        Throwable refusal = new IllegalStateException(refusal("HTTP/1.1 " + status));

        Throwable thrown = CredentialsRefusedException.ofProxyIn(Uni.createFrom().<String> failure(refusal))
                .onItemOrFailure().transform((item, seen) -> seen).await().indefinitely();

        assertThat(UpstreamFailure.of(thrown)).isEqualTo(failure);
    }

    @Test
    void whoRefusedIsNamed() {
        assertThat(new CredentialsRefusedException(407).who()).contains("EVENT_API_PROXY");
        assertThat(new CredentialsRefusedException(403).who()).isEqualTo("event.com");
    }
}

package io.eventmanagement.runtime;

import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.RawEventCom.answer;
import static io.eventmanagement.RawEventCom.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.RawEventCom;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;

/**
 * Why there is an {@link AnswerCodec}: what Vert.x does without it. When none of these holds any more, {@link ConnectionGuard}
 * and all that it brings can go; when some fail, what they are about can.
 */
class VertxConnectionsTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(1));
    private RawEventCom eventCom;

    @AfterEach
    void end() throws Exception {
        eventCom.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private String get(String path) throws Exception {
        return client.request(HttpMethod.GET, eventCom.port(), "127.0.0.1", path).compose(request -> request.send())
                .compose(response -> response.body().map(body -> response.statusCode() + " " + body))
                .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void takes102ForTheAnswer() throws Exception {
        eventCom = new RawEventCom((connection, path, number) -> connection.send("HTTP/1.1 102 Processing\r\n\r\n"));

        assertThat(get("/")).isEqualTo("102 ");
    }

    @Test
    void givesTheBeginningOfAnAnswerThatNobodyAwaitsToTheNextCall() throws Exception {
        eventCom = new RawEventCom((connection, path, number) -> connection.send(number == 1
                ? ok(path) + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"
                : "\r\nother"));

        // Of its own answer too, a call may lose the body by then.
        assertThat(get("/1")).startsWith("200 ");
        assertThat(get("/2")).startsWith("200 ").isNotEqualTo("200 /2");
    }

    @Test
    void keepsAConnectionThatIsToBeClosedWhereEventComSaysMoreThanThat() throws Exception {
        eventCom = new RawEventCom(
                (connection, path, number) -> connection.send(answer("200 OK", "Connection: close, TE\r\n", path)));

        assertThat(get("/1")).isEqualTo("200 /1");
        assertThat(get("/2")).isEqualTo("200 /2");

        assertThat(eventCom.connections()).isEqualTo(1);
    }

    @Test
    void keepsAConnectionForAsLongAsEventComSays() throws Exception {
        eventCom = new RawEventCom(
                (connection, path, number) -> connection.send(answer("200 OK", "Keep-Alive: timeout=0\r\n", path)));

        assertThat(get("/1")).isEqualTo("200 /1");
        assertThat(get("/2")).isEqualTo("200 /2");

        assertThat(eventCom.connections()).isEqualTo(1);
        eventually("it is still there", () -> eventCom.open() == 1);
    }
}

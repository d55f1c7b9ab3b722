package io.eventmanagement.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.eventmanagement.web.ClientConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;

class WatchersTest {

    private static final Buffer FIRST = Buffer.buffer("first");

    private final Watchers watchers = new Watchers(2);

    /** One that reads, or doesn't. */
    private static final class Watcher {

        private final List<String> told = new ArrayList<>();
        private boolean isFull;
        private boolean isClosed;
        private boolean isAborted;
        private boolean isEnded;
        private final HttpServerResponse response = (HttpServerResponse) Proxy.newProxyInstance(
                Watcher.class.getClassLoader(), new Class<?>[] { HttpServerResponse.class },
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "write" -> {
                        told.add(arguments[0].toString());
                        yield Future.succeededFuture();
                    }
                    case "writeQueueFull" -> isFull;
                    case "closed" -> isClosed;
                    case "ended" -> isEnded;
                    case "end" -> {
                        isEnded = true;
                        yield Future.succeededFuture();
                    }
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Watcher given() {
        Watcher watcher = new Watcher();
        watchers.add(watcher.response, () -> watcher.isAborted = true, FIRST);
        return watcher;
    }

    private void tell(String message) {
        watchers.tell(Buffer.buffer(message), () -> Buffer.buffer("all"));
    }

    @Test
    void eachIsToldAllFirstAndThenWhatIsNew() {
        Watcher one = given();
        tell("a");
        Watcher other = given();
        tell("b");

        assertThat(one.told).containsExactly("first", "a", "b");
        assertThat(other.told).containsExactly("first", "b");
    }

    @Test
    void thereIsRoomForSoManyOnly() {
        Watcher one = given();
        assertThat(watchers.hasRoom()).isTrue();
        given();
        assertThat(watchers.hasRoom()).isFalse();

        watchers.remove(one.response);

        assertThat(watchers.hasRoom()).isTrue();
    }

    @Test
    void nothingWaitsForOneThatDoesNotRead() {
        Watcher slow = given();
        slow.isFull = true;
        for (int i = 0; i < 5; i++) {
            tell("missed");
        }
        slow.isFull = false;
        tell("a");
        tell("b");

        assertThat(slow.told).as("what it has missed isn't known").containsExactly("first", "all", "b");
        assertThat(slow.isAborted).isFalse();
    }

    @Test
    void oneThatNeverReadsIsCutOffAndTakesAPlaceUntilItIsGone() {
        Watcher slow = given();
        Watcher other = given();
        slow.isFull = true;
        for (int i = 0; i < 11; i++) {
            tell("a");
        }

        assertThat(slow.isAborted).isTrue();
        assertThat(other.told).hasSize(12);
        assertThat(watchers.hasRoom()).isFalse();

        slow.isClosed = true;
        tell("a");

        assertThat(watchers.hasRoom()).isTrue();
        assertThat(slow.told).containsExactly("first");
    }

    /** It has missed eleven messages, but never more than two in a row. */
    @Test
    void oneThatReadsNowAndThenIsKept() {
        Watcher slow = given();
        for (int i = 0; i < 33; i++) {
            slow.isFull = i % 3 != 0;
            tell("a");
        }

        assertThat(slow.isAborted).isFalse();
        assertThat(slow.told).hasSize(1 + 11);
    }

    @Test
    void oneThatIsGoneIsForgotten() {
        given().isClosed = true;
        tell("a");

        assertThat(watchers.isEmpty()).isTrue();
    }

    @Test
    void allAreEndedAtShutdown() {
        Watcher one = given();

        watchers.end();

        assertThat(one.isEnded).isTrue();
        assertThat(watchers.isEmpty()).isTrue();
    }

    /** A response's own end waits until all is read that was written before. */
    @Test
    void theConnectionOfOneThatNeverReadsEnds() throws Exception {
        Vertx vertx = Vertx.vertx();
        CompletableFuture<HttpServerResponse> asked = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            request.response().setChunked(true).closeHandler(end -> closed.complete(null));
            watchers.add(request.response(), () -> ClientConnection.abort(request), FIRST);
            asked.complete(request.response());
        }).listen(0).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        try (Socket silent = new Socket("localhost", server.actualPort())) {
            silent.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            asked.get(30, TimeUnit.SECONDS);
            Buffer much = Buffer.buffer(new byte[8_000_000]);
            vertx.setPeriodic(5, tick -> watchers.tell(much, () -> much));

            closed.get(30, TimeUnit.SECONDS);

            assertThat(asked.get().closed()).isTrue();
            silent.setSoTimeout(30_000);
            assertThat(bytesUntilTheEnd(silent)).isLessThan(8_000_000);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    private static long bytesUntilTheEnd(Socket socket) throws IOException {
        long bytes = 0;
        byte[] some = new byte[65_536];
        try {
            for (int read = 0; read >= 0; read = socket.getInputStream().read(some)) {
                bytes += read;
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            // A reset is an end too.
        }
        return bytes;
    }
}

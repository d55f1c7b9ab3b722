package io.eventmanagement.runtime;

import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.RawEventCom.answer;
import static io.eventmanagement.RawEventCom.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.RawEventCom;
import io.eventmanagement.runtime.UnexpectedAnswers.Reason;
import io.eventmanagement.time.Time;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;

/** What the HTTP client makes of the bytes that event.com sends, with our codec in it. */
class ConnectionsTest {

    private final Vertx vertx = Vertx.vertx();
    private final UnexpectedAnswers unexpected = new UnexpectedAnswers(Time.SYSTEM);
    private final HttpClient client = vertx.createHttpClient(ConnectionOptions.options(1000).setMaxPoolSize(1));
    private RawEventCom eventCom;

    @BeforeEach
    void guard() {
        new ConnectionGuard(unexpected, Time.SYSTEM).guard(client);
    }

    @AfterEach
    void end() throws Exception {
        if (eventCom != null) {
            eventCom.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void given(RawEventCom.Script script) throws Exception {
        eventCom = new RawEventCom(script);
    }

    /** @return status and body of the answer to a GET of this path */
    private String get(String path) throws Exception {
        // All on the event loop: from here the body could be asked for when it has passed.
        return client.request(HttpMethod.GET, eventCom.port(), "127.0.0.1", path)
                .compose(request -> request.send().compose(response -> response.body().map(body -> told(response, body))))
                .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static String told(HttpClientResponse response, Buffer body) {
        return response.statusCode() + " " + body;
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        given((connection, path, number) -> connection.send(ok(path)));

        for (int i = 0; i < 10; i++) {
            assertThat(get("/" + i)).isEqualTo("200 /" + i);
        }

        assertThat(eventCom.connections()).isEqualTo(1);
    }

    // ---- Headers that govern the connection ----

    @ParameterizedTest
    @ValueSource(strings = { "Connection: close\r\n", "connection: CLOSE\r\n", "Connection: close, TE\r\n",
            "Connection: TE\r\nConnection: close\r\n", "Connection: keep-alive, close\r\n", "Keep-Alive: timeout=0\r\n",
            "Keep-Alive: timeout=1, max=100\r\n", "Keep-Alive: max=5, timeout = 1\r\n" })
    void isClosedWhereEventComSaysSo(String headers) throws Exception {
        // It doesn't close it itself, so that only the client can have done it.
        given((connection, path, number) -> connection.send(answer("200 OK", headers, path)));

        for (int i = 0; i < 5; i++) {
            assertThat(get("/" + i)).isEqualTo("200 /" + i);
        }

        assertThat(eventCom.connections()).isEqualTo(5);
        eventually("all are closed", () -> eventCom.open() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = { "Connection: keep-alive\r\n", "Connection: Keep-Alive\r\nKeep-Alive: timeout=5\r\n",
            "Keep-Alive: timeout=60, max=1000\r\n", "Keep-Alive: max=9\r\n", "Connection: TE\r\n" })
    void isKeptWhereEventComKeepsIt(String headers) throws Exception {
        given((connection, path, number) -> connection.send(answer("200 OK", headers, path)));

        for (int i = 0; i < 5; i++) {
            assertThat(get("/" + i)).isEqualTo("200 /" + i);
        }

        assertThat(eventCom.connections()).isEqualTo(1);
    }

    @Test
    void anOldServersConnectionIsClosedUnlessItKeepsIt() throws Exception {
        given((connection, path, number) -> connection
                .send("HTTP/1.0 200 OK\r\n" + (number < 3 ? "" : "Connection: keep-alive\r\n")
                        + "Content-Length: 2\r\n\r\nok"));

        for (int i = 0; i < 5; i++) {
            assertThat(get("/")).isEqualTo("200 ok");
        }

        assertThat(eventCom.connections()).isEqualTo(3);
    }

    /** 4 s, and half a second until the cleaner comes by; whatever event.com says that it would keep. */
    @ParameterizedTest
    @ValueSource(strings = { "", "Keep-Alive: timeout=60\r\n", "Keep-Alive: timeout=2\r\n" })
    void anIdleConnectionIsClosed(String headers) throws Exception {
        given((connection, path, number) -> connection.send(answer("200 OK", headers, "ok")));

        assertThat(get("/")).isEqualTo("200 ok");

        assertThat(eventCom.open()).isEqualTo(1);
        eventually("it is closed", () -> eventCom.open() == 0);
        assertThat(unexpected.soFar(Reason.IDLE)).isZero();
    }

    // ---- Headers that govern the body's framing ----

    static Stream<Arguments> framings() {
        return Stream.of(
                arguments("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
                arguments("HTTP/1.1 200 OK\r\ncontent-length:2\r\nContent-Length: 2\r\n\r\nok"),
                arguments("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n"),
                arguments("HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n2;x=y\r\nok\r\n0\r\n\r\n"),
                arguments("HTTP/1.1 200 OK\r\nTrailer: X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: y\r\n\r\n"),
                arguments("HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\nok"));
    }

    @ParameterizedTest
    @MethodSource("framings")
    void aBodyIsReadAsItIsFramed(String bytes) throws Exception {
        given((connection, path, number) -> connection.send(bytes));

        for (int i = 0; i < 3; i++) {
            assertThat(get("/")).isEqualTo("200 ok");
        }

        assertThat(eventCom.connections()).isEqualTo(1);
    }

    /** RFC 9112, 6.3: one of the two words is wrong, and what comes after the body could be anything. */
    @ParameterizedTest
    @ValueSource(strings = { "Transfer-Encoding: chunked\r\nContent-Length: 99\r\n",
            "Content-Length: 2\r\nContent-Length: 3\r\n" })
    void aBodyWithTwoFramingsIsNoAnswerAndEndsItsConnection(String headers) throws Exception {
        given((connection, path, number) -> connection
                .send(number == 1 ? "HTTP/1.1 200 OK\r\n" + headers + "\r\n2\r\nok\r\n0\r\n\r\n" : ok(path)));

        assertThatThrownBy(() -> get("/1")).isInstanceOf(ExecutionException.class);

        assertThat(get("/2")).isEqualTo("200 /2");
        assertThat(eventCom.connections()).isEqualTo(2);
    }

    @Test
    void aBodyWithoutLengthEndsWithItsConnection() throws Exception {
        given((connection, path, number) -> {
            connection.send("HTTP/1.1 200 OK\r\n\r\no");
            connection.send("k");
            connection.close();
        });

        assertThat(get("/")).isEqualTo("200 ok");
        assertThat(get("/")).isEqualTo("200 ok");
    }

    @Test
    void aBodyThatEndsTooSoonIsNoAnswer() throws Exception {
        given((connection, path, number) -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok");
            connection.close();
        });

        assertThatThrownBy(() -> get("/")).isInstanceOf(ExecutionException.class);
    }

    @Test
    void anAnswerThatComesByteByByteIsWhole() throws Exception {
        given((connection, path, number) -> {
            for (char c : ("HTTP/1.1 103 Hints\r\nLink: x\r\n\r\n" + ok(path)).toCharArray()) {
                connection.send(String.valueOf(c));
            }
        });

        assertThat(get("/1")).isEqualTo("200 /1");
        assertThat(get("/2")).isEqualTo("200 /2");
        assertThat(eventCom.connections()).isEqualTo(1);
    }

    // ---- Interim answers ----

    @ParameterizedTest
    @ValueSource(ints = { 100, 102, 103, 104, 199 })
    void anInterimAnswerIsSkipped(int status) throws Exception {
        String interim = "HTTP/1.1 " + status + " Interim\r\nLink: <x>\r\n\r\n";
        given((connection, path, number) -> connection.send(interim + interim + ok(path)));

        for (int i = 0; i < 3; i++) {
            assertThat(get("/" + i)).isEqualTo("200 /" + i);
        }

        assertThat(eventCom.connections()).isEqualTo(1);
    }

    @Test
    void anInterimAnswerAloneIsNotTheAnswer() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        given((connection, path, number) -> {
            connection.send("HTTP/1.1 102 Processing\r\n\r\n");
            if (number == 1) {
                later.await(10, TimeUnit.SECONDS);
            }
            connection.send(ok(path));
        });
        var first = client.request(HttpMethod.GET, eventCom.port(), "127.0.0.1", "/1").compose(request -> request.send())
                .compose(HttpClientResponse::body).toCompletionStage().toCompletableFuture();
        eventually("the request has come", () -> eventCom.requests() == 1);
        assertThat(first).isNotDone();

        later.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS)).hasToString("/1");
        assertThat(get("/2")).isEqualTo("200 /2");
    }

    @Test
    void aSwitchOfProtocolsEndsTheConnection() throws Exception {
        given((connection, path, number) -> connection
                .send(number == 1 ? "HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n" : ok(path)));

        assertThatThrownBy(() -> get("/1")).isInstanceOf(ExecutionException.class);

        assertThat(get("/2")).isEqualTo("200 /2");
        assertThat(eventCom.connections()).isEqualTo(2);
        assertThat(unexpected.soFar(Reason.UPGRADE)).isEqualTo(1);
    }

    // ---- Answers that belong to no call ----

    @ParameterizedTest
    @ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother", "HTTP/1.1 200 OK\r\nContent-", "x", "\r\n",
            "HTTP/1.1 102 Processing\r\n\r\n" })
    void whatComesAfterACompleteAnswerEndsTheConnection(String extra) throws Exception {
        given((connection, path, number) -> connection.send(ok(path) + extra));

        for (int i = 0; i < 5; i++) {
            assertThat(get("/" + i)).isEqualTo("200 /" + i);
        }

        assertThat(eventCom.connections()).isEqualTo(5);
        assertThat(unexpected.soFar(Reason.AFTER_ANSWER)).isEqualTo(5);
        eventually("all are closed", () -> eventCom.open() == 0);
    }

    /** Each of them waits for the one connection and is sent the moment that it is free. */
    @Test
    void noCallThatWaitsForTheConnectionIsGivenWhatCameBeforeItWasSent() throws Exception {
        given((connection, path, number) -> connection.send(ok(path) + ok("/other")));

        var answers = Stream.iterate(0, i -> i + 1).limit(50)
                .map(i -> client.request(HttpMethod.GET, eventCom.port(), "127.0.0.1", "/" + i)
                        .compose(request -> request.send()).compose(HttpClientResponse::body)
                        .toCompletionStage().toCompletableFuture())
                .toList();

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get(10, TimeUnit.SECONDS)).hasToString("/" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother", "HTTP/1.1 408 Request Timeout\r\n", "x" })
    void whatComesWhileNothingIsAwaitedEndsTheConnection(String extra) throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        given((connection, path, number) -> {
            connection.send(ok(path));
            if (number == 1) {
                answered.await(10, TimeUnit.SECONDS);
                connection.send(extra);
            }
        });

        assertThat(get("/1")).isEqualTo("200 /1");
        answered.countDown();
        eventually("the connection is closed", () -> eventCom.open() == 0);

        assertThat(get("/2")).isEqualTo("200 /2");
        assertThat(unexpected.soFar(Reason.IDLE)).isEqualTo(1);
    }

    @Test
    void theAnswerToACallThatWasGivenUpIsNobodysElse() throws Exception {
        CountDownLatch givenUp = new CountDownLatch(1);
        given((connection, path, number) -> {
            if (number == 1) {
                givenUp.await(10, TimeUnit.SECONDS);
            }
            connection.send(ok(path));
        });
        var request = client.request(HttpMethod.GET, eventCom.port(), "127.0.0.1", "/late").toCompletionStage()
                .toCompletableFuture().get(10, TimeUnit.SECONDS);
        request.send();
        eventually("it has come", () -> eventCom.requests() == 1);

        // Once it is closed: until then the pool may hand it out.
        CountDownLatch closed = new CountDownLatch(1);
        request.connection().closeHandler(now -> closed.countDown());
        request.reset();
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        givenUp.countDown();

        assertThat(get("/2")).isEqualTo("200 /2");
        assertThat(eventCom.connections()).isEqualTo(2);
    }

    @Test
    void bytesThatAreNotHttpFailTheCallAndEndTheConnection() throws Exception {
        given((connection, path, number) -> connection.send(number == 1 ? "garbage\r\n\r\n" + ok("/other") : ok(path)));

        assertThatThrownBy(() -> get("/1")).isInstanceOf(ExecutionException.class);

        assertThat(get("/2")).isEqualTo("200 /2");
        assertThat(eventCom.connections()).isEqualTo(2);
    }

    // ---- A server that closes connections after its answers and doesn't say so ----

    @Test
    void afterTwoConnectionsThatWereClosedUnaskedNoneIsUsedTwice() throws Exception {
        given((connection, path, number) -> {
            connection.send(ok(path));
            if (number <= 2) {
                connection.close();
            }
        });

        // A call that is sent while its connection is being closed is lost.
        eventually("it is known", () -> {
            try {
                int before = eventCom.connections();
                return get("/a").equals("200 /a") && get("/b").equals("200 /b") && eventCom.connections() == before + 2;
            } catch (Exception e) {
                return false;
            }
        });
    }
}

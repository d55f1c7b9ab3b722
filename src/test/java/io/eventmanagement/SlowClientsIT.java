package io.eventmanagement;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that are slow, or hang up, in front of the packaged service (issue 16). */
class SlowClientsIT {

    private static final String ADD = "POST /addEvent HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    /** A list of 8 MB, longer than what the network holds for a client that reads nothing. */
    private static final int MANY = 8_000;

    private static final CountingEventCom EVENT_COM = new CountingEventCom();
    private static PackagedService service;

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> settings = new HashMap<>(EVENT_COM.start());
        settings.put("EVENT_API_READ_TIMEOUT_MS", "30000");
        settings.put("EVENT_API_DEADLINE_MS", "60000");
        settings.put("CLIENT_READ_TIMEOUT_MS", "500");
        settings.put("CLIENT_WRITE_TIMEOUT_MS", "500");
        settings.put("CLIENT_IDLE_TIMEOUT_MS", "1000");
        service = PackagedService.start(settings);
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        EVENT_COM.stop();
    }

    private static Socket connect() throws IOException {
        return connect(64 * 1024);
    }

    private static Socket connect(int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress("localhost", URI.create(service.url()).getPort()));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    }

    /** Until the connection ends. */
    private static String read(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aConnectionWithoutARequestIsClosed() throws IOException {
        try (Socket fresh = connect(); Socket used = connect()) {
            send(used, "GET /nix HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertThat(read(fresh)).isEmpty();
            assertThat(read(used)).startsWith("HTTP/1.1 404 ").containsOnlyOnce("HTTP/1.1");
        }
    }

    @Test
    void aHeadThatTricklesIsNotWaitedFor() throws IOException {
        try (Socket socket = connect()) {
            assertThatCode(() -> {
                send(socket, "GET /nix HTTP/1.1\r\nX: ");
                eventually("closed", () -> {
                    try {
                        send(socket, "x");
                        return false;
                    } catch (IOException e) {
                        return true;
                    }
                });
            }).doesNotThrowAnyException();
        }
    }

    @Test
    void aBodyThatNeverEndsIsATimeOutAndNothingIsAdded() throws IOException {
        try (Socket socket = connect()) {
            send(socket, ADD + "Content-Length: 50\r\n\r\n{\"name\":\"n\"");

            assertThat(read(socket)).startsWith("HTTP/1.1 408 ").containsIgnoringCase("\r\nConnection: close\r\n")
                    .contains("urn:problem:request-timed-out", "X-Request-Id: ");
        }
    }

    /** For longer than a head may take, and with less between two requests than a connection may be idle. */
    @Test
    void connectionsThatAreUsedAgainAndAgainStayOpen() throws IOException {
        for (int port : new int[] { URI.create(service.url()).getPort(), service.managementPort() }) {
            try (Socket socket = new Socket("localhost", port)) {
                socket.setSoTimeout(20_000);
                long end = System.nanoTime() + 1_500_000_000L;
                while (System.nanoTime() - end < 0) {
                    send(socket, "GET /nix HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    assertThat(readOne(socket)).as("port %d", port).startsWith("HTTP/1.1 404 ");
                }
            }
        }
    }

    /** One answer, whose body ends with the only brace. */
    private static String readOne(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        for (int next = 0; next != '}' && next >= 0;) {
            next = socket.getInputStream().read();
            answer.append((char) next);
        }
        return answer.toString();
    }

    @Test
    void whoWaitsForEventComIsNotCutOff() {
        EVENT_COM.delay(2_000);
        try {
            assertThat(service.get("/getEventsByUserId/1").statusCode()).isEqualTo(200);
        } finally {
            EVENT_COM.delay(0);
        }
    }

    @Test
    void whoTakesNothingOfItsAnswersIsCutOffAndOthersAreServed() throws IOException {
        EVENT_COM.list(MANY);
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket = connect(4 * 1024);
                sockets.add(socket);
                send(socket, "GET /getEvents HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            assertThat(service.get("/getEventsByUserId/1").statusCode()).isEqualTo(200);
            // Told as having had no answer.
            eventually("all cut off", () -> service.output().lines()
                    .filter(line -> line.contains("GET /getEvents none")).count() >= 40);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        assertThat(service.get("/getEventsByUserId/1").statusCode()).isEqualTo(200);
    }

    @Test
    void whoSendsManyRequestsAndTakesNoAnswerIsCutOff() throws IOException {
        try (Socket socket = connect(4 * 1024)) {
            byte[] requests = "GET /nix HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1_000)
                    .getBytes(StandardCharsets.US_ASCII);

            eventually("cut off", () -> {
                try {
                    socket.getOutputStream().write(requests);
                    return false;
                } catch (SocketException e) {
                    return true;
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    @Test
    void uploadsEndedByAResetAreNoErrors() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (Socket socket = connect()) {
                send(socket,
                        ADD + (i % 2 == 0 ? "Content-Length: 50\r\n\r\n{" : "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"n"));
                socket.setSoLinger(true, 0);
            }
        }

        assertThat(service.get("/nix").statusCode()).isEqualTo(404);
        assertThat(service.output()).doesNotContain("\"ERROR\"");
    }
}

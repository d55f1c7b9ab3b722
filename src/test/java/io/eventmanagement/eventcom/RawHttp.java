package io.eventmanagement.eventcom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Sends bytes as they are, for what a well-behaved HTTP client cannot send or would hide. */
final class RawHttp {

    private RawHttp() {
    }

    /** What the server sends back until it closes the connection; a failure if it keeps it open for 10 seconds. */
    static String untilClosed(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /** The start of a chunked body: one chunk of so many bytes, and no end. */
    static String unendedChunkedPost(String path, int bytes) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(bytes) + "\r\n" + "x".repeat(bytes);
    }
}

package io.eventmanagement;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import io.restassured.RestAssured;

/** Requests as bytes on a socket, for what an HTTP client would put right or refuse to send. */
public final class RawHttp {

    private static final int TIMEOUT_MS = 10_000;

    private RawHttp() {
    }

    public record Reply(int status, List<Entry<String, String>> headers, String body) {

        /** The only header of that name, or null. */
        public String header(String name) {
            List<String> values = headers.stream().filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Entry::getValue).toList();
            if (values.size() > 1) {
                throw new AssertionError(name + " is there " + values.size() + " times: " + values);
            }
            return values.isEmpty() ? null : values.get(0);
        }
    }

    /** A connection to the service under test. The caller closes it. */
    public static Socket connect() throws IOException {
        Socket socket = new Socket("localhost", RestAssured.port);
        socket.setSoTimeout(TIMEOUT_MS);
        return socket;
    }

    /** Sends a request line and headers, with a Host and "Connection: close" added, and reads until the connection ends. */
    public static Reply send(String requestLine, String... headers) throws IOException {
        return exchange(requestLine + "\r\nHost: localhost\r\nConnection: close\r\n"
                + String.join("", Arrays.stream(headers).map(header -> header + "\r\n").toList()) + "\r\n");
    }

    /** Sends the bytes and reads the head of the first answer, whether or not the connection ends. */
    public static Reply exchangeHead(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    break;
                }
                head.append((char) next);
            }
            return parse(head.toString());
        }
    }

    /** Sends the bytes and reads until the connection ends. */
    public static Reply exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return parse(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
        }
    }

    private static Reply parse(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("no complete answer: " + answer);
        }
        String[] lines = answer.substring(0, end).split("\r\n");
        List<Entry<String, String>> headers = Arrays.stream(lines).skip(1).map(line -> line.split(": ?", 2))
                .map(header -> Map.entry(header[0], header[1])).toList();
        return new Reply(Integer.parseInt(lines[0].split(" ")[1]), headers,
                new String(answer.substring(end + 4).getBytes(ISO_8859_1), UTF_8));
    }
}

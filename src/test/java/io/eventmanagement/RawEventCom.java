package io.eventmanagement;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An event.com that sends the very bytes that a test says, which no HTTP server would. */
public final class RawEventCom implements AutoCloseable {

    /** One connection, as event.com sees it. */
    public static final class Connection {

        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        /** Sends these bytes, at once and together. */
        public void send(String bytes) throws IOException {
            out.write(bytes.getBytes(ISO_8859_1));
            out.flush();
        }

        public void close() throws IOException {
            socket.close();
        }

        /** @return the request line, or null if the connection has ended */
        private String request() throws IOException {
            String requestLine = line();
            int length = 0;
            for (String header = requestLine; header != null && !header.isEmpty(); header = line()) {
                if (header.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
                }
            }
            in.readNBytes(length);
            return requestLine;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    return null;
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }
    }

    /** What is done when a request has come. */
    @FunctionalInterface
    public interface Script {

        /**
         * @param path the request's path
         * @param number of the request, over all connections, from 1
         */
        void answer(Connection connection, String path, int number) throws Exception;
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "scripted-event.com");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Script script;

    public RawEventCom(Script script) throws IOException {
        this("127.0.0.1", 0, script);
    }

    public RawEventCom(String address, int port, Script script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(port, 200, InetAddress.getByName(address));
        threads.execute(this::accept);
    }

    /** What is done from now on. */
    public void script(Script next) {
        script = next;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Connection connection = new Connection(server.accept());
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Connection connection) {
        open.add(connection);
        try (connection.socket) {
            boolean first = true;
            for (String line = connection.request(); line != null; line = connection.request()) {
                if (first) {
                    // One that is only tried, and never used, doesn't count.
                    connections.incrementAndGet();
                    first = false;
                }
                script.answer(connection, line.split(" ")[1], requests.incrementAndGet());
            }
        } catch (Exception e) {
            // The service has closed it, or the script has.
            return;
        } finally {
            open.remove(connection);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return "http://" + server.getInetAddress().getHostAddress() + ":" + port();
    }

    /** Requests that have come. */
    public int requests() {
        return requests.get();
    }

    /** Connections by which at least one request has come. */
    public int connections() {
        return connections.get();
    }

    /** Connections that the service hasn't closed. */
    public int open() {
        return open.size();
    }

    /** An answer with this status line's end, further headers (each with its line end) and body. */
    public static String answer(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n" + headers + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    public static String ok(String body) {
        return answer("200 OK", "", body);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Connection connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}

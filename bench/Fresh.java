import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls processes that have just been started, and is itself under load before, so that it is fast already. It obeys one line
 * each:
 *
 * <pre>
 * warm PORT SECONDS            loads a port; then says "warm"
 * first PORT PATH BEGIN PID    says how many ms after BEGIN the first 200 came, or "-" if the process ended
 * load PORT SECONDS BEGIN PID TICKS  sends without a pause from BEGIN on; a line each second (which, answered, failed, CPU ms), then "end"
 * </pre>
 *
 * BEGIN is in microseconds since 1970.
 */
public final class Fresh {

    private static final int CONNECTIONS = 32;
    private static final long PAUSE_MICROS = 1000;
    private static final int PATIENCE_MS = 60_000;
    private static final int LONGEST_ANSWER = 64 * 1024;

    private Fresh() {
    }

    public static void main(String[] args) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] c = line.split(" ");
            int port = Integer.parseInt(c[1]);
            switch (c[0]) {
                case "warm" -> {
                    new Load(port, now(), 0, 0).run(Integer.parseInt(c[2]));
                    System.out.println("warm");
                }
                case "first" -> System.out.println(first(port, c[2], Long.parseLong(c[3]), Integer.parseInt(c[4])));
                case "load" -> {
                    new Load(port, Long.parseLong(c[3]), Integer.parseInt(c[4]), Integer.parseInt(c[5]))
                            .run(Integer.parseInt(c[2]));
                    System.out.println("end");
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    private static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private static String first(int port, String path, long begin, int pid) {
        byte[] request = request(port, path, "Connection: close\r\n");
        while (Files.exists(Path.of("/proc/" + pid)) && now() - begin < PATIENCE_MS * 1000L) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(PATIENCE_MS);
                socket.getOutputStream().write(request);
                String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
                if (status.endsWith(" 200")) {
                    return String.valueOf((now() - begin) / 1000.0);
                }
            } catch (IOException e) {
                // It doesn't listen yet.
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(PAUSE_MICROS));
        }
        return "-";
    }

    private static byte[] request(int port, String path, String header) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + header + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** As many requests at a time as there are connections; what has no connection yet, or no longer, tries again and again. */
    private static final class Load {

        private final Selector selector = Selector.open();
        private final InetSocketAddress address;
        private final ByteBuffer request;
        private final long begin;
        private final int pid;
        private final int ticksPerSecond;
        private int open;
        private int answered;
        private int failed;
        private long lastTry;
        private double cpuMs;

        Load(int port, long begin, int pid, int ticksPerSecond) throws IOException {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            byte[] bytes = request(port, "/getUsers", "");
            request = ByteBuffer.allocateDirect(bytes.length).put(bytes);
            this.begin = begin;
            this.pid = pid;
            this.ticksPerSecond = ticksPerSecond;
        }

        void run(int seconds) throws IOException {
            for (int second = 0; second < seconds; second++) {
                long end = begin + (second + 1) * 1_000_000L;
                for (long now = now(); now < end; now = now()) {
                    if (open < CONNECTIONS && now - lastTry >= PAUSE_MICROS) {
                        connect();
                        lastTry = now;
                    }
                    long wait = open < CONNECTIONS ? 1 : Math.max(1, (end - now) / 1000);
                    selector.select(key -> ((Connection) key.attachment()).read(), wait);
                }
                if (pid > 0) {
                    report(second);
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }

        private void connect() {
            try {
                while (open < CONNECTIONS) {
                    new Connection(SocketChannel.open(address));
                    open++;
                }
            } catch (IOException e) {
                // It doesn't listen yet.
            }
        }

        private void report(int second) throws IOException {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double used = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1000.0 / ticksPerSecond;
            System.out.println(second + "\t" + answered + "\t" + failed + "\t" + (used - cpuMs));
            cpuMs = used;
            answered = 0;
            failed = 0;
        }

        private final class Connection {

            private final SocketChannel channel;
            private final ByteBuffer answer = ByteBuffer.allocateDirect(LONGEST_ANSWER);
            private int answerLength;

            Connection(SocketChannel channel) throws IOException {
                this.channel = channel;
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, this);
                channel.write(request.rewind());
            }

            void read() {
                try {
                    if (channel.read(answer) < 0) {
                        throw new IOException("closed by the server");
                    }
                    if (answerLength == 0) {
                        answerLength = Head.answerLength(answer);
                    }
                    if (answerLength > 0 && answer.position() >= answerLength) {
                        if (Head.isGood(answer)) {
                            answered++;
                        } else {
                            failed++;
                        }
                        answer.clear();
                        answerLength = 0;
                        channel.write(request.rewind());
                    }
                } catch (IOException e) {
                    failed++;
                    open--;
                    close();
                }
            }

            private void close() {
                try {
                    channel.close();
                } catch (IOException e) {
                    // It is of no use any more.
                }
            }
        }
    }
}

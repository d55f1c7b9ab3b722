import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends GET requests at a constant rate, whether or not answers come, and measures each from the moment at which it was due: a
 * request that had to wait, for a connection or for this program, is the slower for it (no coordinated omission).
 *
 * <p>
 * Usage: {@code ConstantRate RATE SECONDS ROUNDS CONNECTIONS REQUEST_ID NAME=URL...}. The targets take turns, after a warm-up
 * of each. One line for each turn, tab-separated: name, round, requests, failures, p50, p90, p99, p99.9, longest, and the p99
 * of
 * how late requests were sent, in microseconds.
 */
public final class ConstantRate {

    private static final int WARM_UP_SECONDS = 2;
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final int PATIENCE_SECONDS = 10;

    private final Selector selector = Selector.open();
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile Run run;

    private ConstantRate(URI url, int connections, String requestId) throws IOException {
        String request = "GET " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nX-Request-Id: " + requestId + "\r\n\r\n";
        for (int i = 0; i < connections; i++) {
            idle.add(new Connection(url, request.getBytes(StandardCharsets.US_ASCII)));
        }
        Thread receiver = new Thread(this::receive, "receiver");
        receiver.setDaemon(true);
        receiver.start();
    }

    public static void main(String[] args) throws Exception {
        int rate = Integer.parseInt(args[0]);
        int seconds = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        List<String> names = new ArrayList<>();
        List<ConstantRate> targets = new ArrayList<>();
        for (String target : Arrays.asList(args).subList(5, args.length)) {
            names.add(target.substring(0, target.indexOf('=')));
            targets.add(new ConstantRate(URI.create(target.substring(target.indexOf('=') + 1)), Integer.parseInt(args[3]),
                    args[4]));
        }
        for (ConstantRate target : targets) {
            target.send(rate, WARM_UP_SECONDS);
        }
        for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < targets.size(); i++) {
                System.out.println(names.get(i) + "\t" + round + "\t" + targets.get(i).send(rate, seconds));
            }
        }
    }

    /** The requests of one turn; times in nanoseconds. */
    private static final class Run {
        final long[] took;
        final long[] late;
        final CountDownLatch open;
        volatile int failures;

        Run(int requests) {
            took = new long[requests];
            late = new long[requests];
            open = new CountDownLatch(requests);
        }

        String line() {
            Arrays.sort(took);
            Arrays.sort(late);
            return String.format(Locale.ROOT, "%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d", took.length, failures, at(took, 0.5),
                    at(took, 0.9),
                    at(took, 0.99), at(took, 0.999), at(took, 1), at(late, 0.99));
        }

        private static long at(long[] sorted, double share) {
            return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1000;
        }
    }

    private String send(int rate, int seconds) throws Exception {
        Run sending = new Run(rate * seconds);
        run = sending;
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(10);
        for (int i = 0; i < sending.took.length; i++) {
            long due = start + i * 1_000_000_000L / rate;
            for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                LockSupport.parkNanos(due - now);
            }
            Connection connection = idle.pollFirst();
            while (connection == null) {
                LockSupport.parkNanos(50_000);
                connection = idle.pollFirst();
                if (System.nanoTime() - due > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                    throw new IOException("No connection came free within " + PATIENCE_SECONDS + " s");
                }
            }
            connection.send(i, due, sending);
        }
        if (!sending.open.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(sending.open.getCount() + " requests had no answer after " + PATIENCE_SECONDS + " s");
        }
        return sending.line();
    }

    private void receive() {
        try {
            while (true) {
                selector.select(key -> {
                    Connection connection = (Connection) key.attachment();
                    try {
                        connection.read(run);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("A connection failed, so nothing was measured: " + e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    private final class Connection {

        private final SocketChannel channel;
        private final ByteBuffer request;
        private final ByteBuffer answer = ByteBuffer.allocateDirect(LONGEST_ANSWER);
        private int answerLength;
        private int index;
        private volatile long due;

        Connection(URI url, byte[] request) throws IOException {
            this.request = ByteBuffer.allocateDirect(request.length).put(request).flip();
            channel = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(int index, long due, Run run) throws IOException {
            answer.clear();
            answerLength = 0;
            this.index = index;
            this.due = due;
            run.late[index] = System.nanoTime() - due;
            channel.write(request.rewind());
            if (request.hasRemaining()) {
                throw new IOException("A request didn't fit into the socket's buffer");
            }
        }

        void read(Run run) throws IOException {
            if (channel.read(answer) < 0) {
                throw new IOException("closed by the server");
            }
            if (answerLength == 0) {
                answerLength = Head.answerLength(answer);
            }
            if (answerLength > 0 && answer.position() >= answerLength) {
                run.took[index] = System.nanoTime() - due;
                if (!Head.isGood(answer)) {
                    run.failures++;
                }
                idle.addFirst(this);
                run.open.countDown();
            }
        }
    }
}

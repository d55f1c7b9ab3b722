import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Replays an outage of event.com in front of the packaged service, and draws what its clients saw: event.com is well for 10 s,
 * answers everything with 503 for 20 s, and is well again for 10 s, while 100 reads come each second.
 *
 * <p>
 * Usage: {@code java bench/Outage.java DIRECTORY FILE.svg}, where the directory is {@code target/quarkus-app}.
 */
public final class Outage {

    private static final int FAILS_FROM = 10;
    private static final int FAILS_UNTIL = 30;
    private static final int SECONDS = 40;
    private static final int WARM_UP_SECONDS = 10;
    private static final int LONGEST_WARM_UP = 12;

    private static final int READS_PER_SECOND = 100;
    private static final long PAUSE = 1_000_000_000L / READS_PER_SECOND;
    private static final int DIRECT_PER_SECOND = 10;
    private static final String DIRECT = "direct";
    private static final String NEW_USER = "new";

    private static final Pattern PORT = Pattern.compile("Listening on: http://[^:\\s]+:(\\d+)\\.");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();

    private final AtomicIntegerArray directGood = new AtomicIntegerArray(SECONDS);
    private final AtomicIntegerArray directFailed = new AtomicIntegerArray(SECONDS);
    private final AtomicIntegerArray fresh = new AtomicIntegerArray(SECONDS);
    private final AtomicIntegerArray lastGood = new AtomicIntegerArray(SECONDS);
    private final AtomicIntegerArray errors = new AtomicIntegerArray(SECONDS);
    private final AtomicIntegerArray errorsOfNewUsers = new AtomicIntegerArray(SECONDS);
    private final AtomicIntegerArray calls = new AtomicIntegerArray(SECONDS);

    /** When second 0 began, by {@link System#nanoTime()}. */
    private volatile long begin = Long.MAX_VALUE;

    public static void main(String[] args) throws Exception {
        if (args.length != 2 || !Files.exists(Path.of(args[0], "quarkus-run.jar"))) {
            System.err.println("usage: java bench/Outage.java DIRECTORY FILE.svg   (DIRECTORY has quarkus-run.jar in it)");
            System.exit(2);
        }
        int status = 1;
        try {
            status = new Outage().run(Path.of(args[0], "quarkus-run.jar"), Path.of(args[1])) ? 0 : 1;
        } catch (IOException | IllegalStateException e) {
            System.err.println(e.getMessage());
        } finally {
            System.exit(status); // not after the threads of the clients and of event.com
        }
    }

    /** @return whether the graph was drawn */
    private boolean run(Path jar, Path svg) throws Exception {
        HttpServer eventCom = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        eventCom.createContext("/", this::answer);
        eventCom.setExecutor(Executors.newFixedThreadPool(32));
        eventCom.start();
        String eventComUrl = "http://127.0.0.1:" + eventCom.getAddress().getPort();

        Path log = Files.createTempFile("outage", ".log");
        ProcessBuilder builder = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-jar",
                jar.toString()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("PORT", "0", "MANAGEMENT_PORT", "0", "SHUTDOWN_DELAY_MS", "0",
                "EVENT_API_BASE_URL", eventComUrl));
        Process service = builder.start();
        try {
            send("http://127.0.0.1:" + port(service, log), eventComUrl);
        } finally {
            service.destroy();
            service.waitFor(20, TimeUnit.SECONDS);
            service.destroyForcibly();
            eventCom.stop(0);
            Files.delete(log);
        }
        print();
        if (IntStream.range(0, FAILS_FROM - 1).anyMatch(i -> errors.get(i) > 0)) {
            System.err.println("There were errors before the outage, so the graph isn't drawn. Is the machine busy?");
            return false;
        }
        Files.writeString(svg, draw());
        return true;
    }

    private static String port(Process service, Path log) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (service.isAlive() && System.nanoTime() < deadline) {
            Matcher port = PORT.matcher(Files.readString(log));
            if (port.find()) {
                return port.group(1);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new IllegalStateException("The service didn't start:\n" + Files.readString(log));
    }

    // ---- event.com --------------------------------------------------------------------------------------------------

    private void answer(HttpExchange exchange) throws IOException {
        int second = second();
        boolean direct = exchange.getRequestHeaders().containsKey(DIRECT);
        if (!direct && isPartOfIt(second)) {
            calls.incrementAndGet(second);
        }
        boolean fails = second >= FAILS_FROM && second < FAILS_UNTIL;
        byte[] body = (fails ? "{\"success\":false,\"error\":\"Service temporarily unavailable\"}"
                : found(exchange.getRequestURI().getPath())).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(fails ? 503 : 200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Each user has three events. */
    private static String found(String path) {
        String id = path.substring(path.lastIndexOf('/') + 1);
        return switch (path.split("/")[1]) {
            case "getUsers" -> "[" + user("1") + "," + user("2") + "]";
            case "getEvents" -> "[" + event("1-1") + "," + event("1-2") + "]";
            case "getUserById" -> user(id);
            default -> event(id);
        };
    }

    private static String user(String id) {
        return "{\"id\":\"" + id + "\",\"userName\":\"user" + id + "\",\"events\":[\"" + id + "-1\",\"" + id + "-2\",\"" + id
                + "-3\"]}";
    }

    private static String event(String key) {
        return "{\"id\":\"" + key + "\",\"name\":\"Event " + key + "\"}";
    }

    // ---- Clients ----------------------------------------------------------------------------------------------------

    private int second() {
        return begin == Long.MAX_VALUE ? -1 : (int) Math.floorDiv(System.nanoTime() - begin, 1_000_000_000L);
    }

    private static boolean isPartOfIt(int second) {
        return second >= 0 && second < SECONDS;
    }

    private void send(String serviceUrl, String eventComUrl) {
        warmUp(serviceUrl);
        long due = System.nanoTime();
        begin = due;
        for (int i = 0; i < SECONDS * READS_PER_SECOND; i++, due += PAUSE) {
            await(due);
            int second = i / READS_PER_SECOND;
            String path = path(i);
            http.sendAsync(get(serviceUrl + path), HttpResponse.BodyHandlers.discarding())
                    .whenComplete((answer, thrown) -> countRead(second, answer, path.contains(NEW_USER)));
            if (i % (READS_PER_SECOND / DIRECT_PER_SECOND) == 0) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(eventComUrl + "/getUsers")).header(DIRECT, "")
                        .timeout(Duration.ofSeconds(15)).build();
                http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .whenComplete((answer, thrown) -> (isGood(answer) ? directGood : directFailed).incrementAndGet(second));
            }
        }
        while (total(directGood) + total(directFailed) < SECONDS * DIRECT_PER_SECOND
                || total(fresh) + total(lastGood) + total(errors) < SECONDS * READS_PER_SECOND) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** Sends the same reads until all of {@value #WARM_UP_SECONDS} s are answered well. */
    private void warmUp(String serviceUrl) {
        for (int round = 1; round <= LONGEST_WARM_UP; round++) {
            List<CompletableFuture<Boolean>> answers = new ArrayList<>();
            long due = System.nanoTime();
            for (int i = 0; i < WARM_UP_SECONDS * READS_PER_SECOND; i++, due += PAUSE) {
                await(due);
                // Below 0, so that no new user of these is one of the replay's.
                answers.add(http.sendAsync(get(serviceUrl + path(i - round * 100_000)), HttpResponse.BodyHandlers.discarding())
                        .handle((answer, thrown) -> isGood(answer)));
            }
            if (answers.stream().map(CompletableFuture::join).filter(isGood -> !isGood).count() == 0) {
                return;
            }
        }
        throw new IllegalStateException("The service doesn't keep up with " + READS_PER_SECOND
                + " reads a second, though event.com is well. Is the machine busy?");
    }

    private static void await(long due) {
        while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private static boolean isGood(HttpResponse<?> answer) {
        return answer != null && answer.statusCode() == 200;
    }

    private static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(15)).build();
    }

    /** Of 20 reads 5 are of each list, 9 of the events of 50 users, and 1 is of a user who was never read before. */
    private static String path(int i) {
        int which = Math.floorMod(i, 20);
        if (which == 19) {
            return "/getEventsByUserId/" + NEW_USER + (i + 1_000_000);
        }
        if (which % 2 == 0) {
            return which % 4 == 0 ? "/getUsers" : "/getEvents";
        }
        return "/getEventsByUserId/" + Math.floorMod(i * 7, 50);
    }

    private void countRead(int second, HttpResponse<?> answer, boolean isNewUser) {
        if (isGood(answer)) {
            boolean isOld = answer.headers().firstValue("Cache-Status").orElse("").contains("stale-if-error");
            (isOld ? lastGood : fresh).incrementAndGet(second);
        } else {
            errors.incrementAndGet(second);
            if (isNewUser) {
                errorsOfNewUsers.incrementAndGet(second);
            }
        }
    }

    private static int total(AtomicIntegerArray counts) {
        int total = 0;
        for (int i = 0; i < SECONDS; i++) {
            total += counts.get(i);
        }
        return total;
    }

    private void print() {
        System.out.println("second\tdirect ok\tdirect failed\tfresh\tlast good\terrors\tcalls to event.com");
        for (int i = 0; i < SECONDS; i++) {
            System.out.println(i + "\t" + directGood.get(i) + "\t" + directFailed.get(i) + "\t" + fresh.get(i) + "\t"
                    + lastGood.get(i) + "\t" + errors.get(i) + "\t" + calls.get(i));
        }
    }

    // ---- The graph --------------------------------------------------------------------------------------------------

    private static final int LEFT = 60;
    private static final int BAR = 16;
    private static final int HEIGHT = 80;

    private static final String STYLE = """
            text { font: 13px system-ui, sans-serif; fill: #24292f }
            .small { font-size: 11px; fill: #57606a }
            .title { font-weight: 600 }
            .page { fill: #ffffff }
            .outage { fill: #eaeef2 }
            .axis { stroke: #8c959f }
            .good { fill: #0072b2 }
            .old { fill: #e69f00 }
            .bad { fill: #c0392b }
            .calls { fill: #6e7781 }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3 }
              .small { fill: #9198a1 }
              .page { fill: #0d1117 }
              .outage { fill: #21262d }
              .good { fill: #56b4e9 }
              .bad { fill: #ff7b72 }
              .calls { fill: #9198a1 }
            }
            """;

    private String draw() {
        int most = 50;
        for (int i = 0; i < SECONDS; i++) {
            most = Math.max(most, calls.get(i));
        }
        double callsFull = Math.ceil(most / 50.0) * 50;
        int width = LEFT + SECONDS * BAR + 20;
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ").append(width).append(" 474\" role=\"img\" ")
                .append("aria-label=\"Second by second: event.com called directly, the service's answers, and the calls that ")
                .append("reach event.com, before, in and after an outage of 20 seconds\">\n<style>\n").append(STYLE)
                .append("</style>\n<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n");
        svg.append(rect("outage", x(FAILS_FROM), 8, (FAILS_UNTIL - FAILS_FROM) * BAR, 420));
        text(svg, "small", x(FAILS_FROM) + 6, 22, "event.com answers everything with 503");

        text(svg, "title", LEFT, 46, "event.com, called directly: success in %");
        panel(svg, 54, "100");
        bars(svg, "bad", 54, i -> 0, i -> 1);
        bars(svg, "good", 54, i -> 0, i -> (double) directGood.get(i) / (directGood.get(i) + directFailed.get(i)));

        text(svg, "title", LEFT, 174, "The service: answers a second");
        int legend = LEFT + 230;
        for (String[] entry : new String[][] { { "good", "fresh" }, { "old", "last good answer" }, { "bad", "error" } }) {
            svg.append(rect(entry[0], legend, 164, 11, 11));
            text(svg, "small", legend + 16, 174, entry[1]);
            legend += entry[1].length() * 6 + 36;
        }
        panel(svg, 182, String.valueOf(READS_PER_SECOND));
        double full = READS_PER_SECOND;
        bars(svg, "good", 182, i -> 0, i -> fresh.get(i) / full);
        bars(svg, "old", 182, i -> fresh.get(i) / full, i -> lastGood.get(i) / full);
        bars(svg, "bad", 182, i -> (fresh.get(i) + lastGood.get(i)) / full, i -> errors.get(i) / full);

        text(svg, "title", LEFT, 302, "Calls a second that reach event.com");
        panel(svg, 310, String.valueOf((int) callsFull));
        bars(svg, "calls", 310, i -> 0, i -> calls.get(i) / callsFull);

        for (int i = 0; i <= SECONDS; i += 10) {
            svg.append("<text class=\"small\" text-anchor=\"middle\" x=\"").append(x(i)).append("\" y=\"406\">").append(i)
                    .append(" s</text>\n");
        }
        text(svg, "small", LEFT, 446, READS_PER_SECOND + " reads a second, default settings: " + total(fresh) + " fresh answers, "
                + total(lastGood) + " last good answers, " + total(errors) + " errors,");
        text(svg, "small", LEFT, 462, (total(errorsOfNewUsers) == total(errors) ? "all" : total(errorsOfNewUsers))
                + " of them for users that were never read before, for whom there is no last good answer.");
        return svg.append("</svg>\n").toString();
    }

    private static int x(int second) {
        return LEFT + second * BAR;
    }

    private static String rect(String kind, double x, double y, double width, double height) {
        return String.format(Locale.ROOT, "<rect class=\"%s\" x=\"%.0f\" y=\"%.1f\" width=\"%.0f\" height=\"%.1f\"/>%n", kind, x,
                y, width, height);
    }

    private static void text(StringBuilder svg, String kind, int x, int y, String text) {
        svg.append("<text class=\"").append(kind).append("\" x=\"").append(x).append("\" y=\"").append(y).append("\">")
                .append(text).append("</text>\n");
    }

    private static void panel(StringBuilder svg, int top, String full) {
        svg.append("<path class=\"axis\" fill=\"none\" d=\"M").append(LEFT).append(' ').append(top).append("v").append(HEIGHT)
                .append("h").append(SECONDS * BAR).append("\"/>\n");
        svg.append("<text class=\"small\" text-anchor=\"end\" x=\"").append(LEFT - 6).append("\" y=\"").append(top + 10)
                .append("\">").append(full).append("</text>\n");
        svg.append("<text class=\"small\" text-anchor=\"end\" x=\"").append(LEFT - 6).append("\" y=\"").append(top + HEIGHT)
                .append("\">0</text>\n");
    }

    /** Parts of the panel's height, from 0 to 1. */
    private static void bars(StringBuilder svg, String kind, int top, IntToDoubleFunction from, IntToDoubleFunction share) {
        for (int i = 0; i < SECONDS; i++) {
            double height = share.applyAsDouble(i) * HEIGHT;
            if (height > 0) {
                svg.append(rect(kind, x(i) + 1, top + HEIGHT - from.applyAsDouble(i) * HEIGHT - height, BAR - 2, height));
            }
        }
    }
}

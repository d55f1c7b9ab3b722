package io.eventmanagement;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * An event.com that counts the calls that it has at once, and can hold its answers back: WireMock does neither. User
 * {@code n} has n events, with the keys {@code n-0}, {@code n-1} and so on; each event that is added fails.
 */
public class CountingEventCom implements QuarkusTestResourceLifecycleManager {

    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;
    private int port;

    /** Guarded by {@code this}, as are all fields below. */
    private final Queue<Call> held = new ArrayDeque<>();
    private final Queue<String> begun = new ArrayDeque<>();
    private int now;
    private int most;
    private int aborted;
    private boolean hold;
    private boolean holdOne;
    private int delayMs;
    private String failing;
    private String list = "[]";

    @Override
    public Map<String, String> start() {
        listen();
        return Map.of("event-api.base-url", "http://localhost:" + port);
    }

    @Override
    public void stop() {
        await(vertx.close());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(CountingEventCom.class));
    }

    /** Ends all connections and refuses further ones, until {@link #listen()}. */
    public void refuse() {
        await(server.close());
    }

    public void listen() {
        server = await(vertx.createHttpServer().requestHandler(this::begin).listen(port, "localhost"));
        port = server.actualPort();
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- How it answers ----

    /** Back to answering at once, with nothing counted. */
    public synchronized void reset() {
        release();
        delayMs = 0;
        failing = null;
        begun.clear();
        most = 0;
        aborted = 0;
    }

    /** From now on no call for an event is answered, until {@link #release()}. */
    public synchronized void hold() {
        hold = true;
    }

    /** The next call for an event isn't answered, until {@link #release()}; those after it are. */
    public synchronized void holdOne() {
        holdOne = true;
    }

    /** Answers the call that has been held the longest, if there is one. */
    public synchronized void answerOne() {
        if (!held.isEmpty()) {
            held.remove().answer();
        }
    }

    /** Closes the connection of the call that has been held the longest. */
    public synchronized void breakOne() {
        held.remove().connection.close();
    }

    public synchronized void release() {
        hold = false;
        holdOne = false;
        held.forEach(Call::answer);
        held.clear();
    }

    /** From now on each event is answered after so many milliseconds. */
    public synchronized void delay(int milliseconds) {
        delayMs = milliseconds;
    }

    /** From now on all lists have so many items of 1,000 bytes. */
    public synchronized void list(int items) {
        list = listOf(items);
    }

    /** What the service has to make of such a list. */
    public static String listOf(int items) {
        return IntStream.range(0, items).mapToObj(i -> "{\"id\":" + (100_000 + i) + ",\"name\":\"" + "x".repeat(975) + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** From now on this event is answered with a 500. */
    public synchronized void fail(String key) {
        failing = key;
    }

    private synchronized void begin(HttpServerRequest request) {
        String path = request.path();
        begun.add(path);
        now++;
        most = Math.max(most, now);
        Call call = new Call(path, request.response(), request.connection());
        request.response().closeHandler(closed -> call.abort());
        boolean fails = path.equals("/addEvent") || path.equals("/getEventById/" + failing);
        boolean isRead = path.startsWith("/getUser");
        if ((hold || holdOne) && !isRead) {
            holdOne = false;
            held.add(call);
        } else if (fails) {
            request.response().setStatusCode(500);
            call.answer();
        } else if (delayMs > 0 && !isRead) {
            vertx.setTimer(delayMs, id -> call.answer());
        } else {
            call.answer();
        }
    }

    private final class Call {

        private final String path;
        private final HttpServerResponse response;
        private final HttpConnection connection;
        private boolean over;

        private Call(String path, HttpServerResponse response, HttpConnection connection) {
            this.path = path;
            this.response = response;
            this.connection = connection;
        }

        private void answer() {
            // Before the answer, which may bring the next call on another connection.
            if (end()) {
                response.end(json(path));
            }
        }

        private void abort() {
            if (end()) {
                synchronized (CountingEventCom.this) {
                    aborted++;
                }
            }
        }

        private boolean end() {
            synchronized (CountingEventCom.this) {
                if (!over) {
                    now--;
                    over = true;
                    return true;
                }
                return false;
            }
        }
    }

    private synchronized String json(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("/getUserById/")) {
            int events = Integer.parseInt(last);
            return "{\"events\":[" + IntStream.range(0, events).mapToObj(i -> '"' + key(events, i) + '"')
                    .collect(Collectors.joining(",")) + "]}";
        }
        return path.startsWith("/getEventById/") ? event(last) : list;
    }

    private static String key(int events, int i) {
        return events + "-" + i;
    }

    private static String event(String key) {
        return "{\"id\":\"" + key + "\"}";
    }

    /** What the service has to make of a user's events. */
    public static String eventsOf(int user) {
        return IntStream.range(0, user).mapToObj(i -> event(key(user, i))).collect(Collectors.joining(",", "[", "]"));
    }

    // ---- What it counted ----

    /** Calls that have come and aren't answered. */
    public synchronized int now() {
        return now;
    }

    /** The most of them that there were at once. */
    public synchronized int most() {
        return most;
    }

    /** Calls whose connection was closed before their answer. */
    public synchronized int aborted() {
        return aborted;
    }

    /** The paths of all calls so far. */
    public synchronized List<String> begun() {
        return List.copyOf(begun);
    }

    /** How often this event was asked for. */
    public synchronized int begun(String key) {
        return Collections.frequency(List.copyOf(begun), "/getEventById/" + key);
    }

    /** How many events of this user were asked for. */
    public synchronized int begunOf(int user) {
        return (int) begun.stream().filter(path -> path.startsWith("/getEventById/" + user + "-")).count();
    }
}

package io.eventmanagement;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** An event.com that goes down and comes back when the test says so. What it answers tells how often it was down before. */
final class ScriptedEventCom implements AutoCloseable {

    /** How it is down. */
    enum Way {
        REFUSED,
        RESET,
        UNAVAILABLE,
        HANGING,
        HTML,
        HALF_AN_ANSWER
    }

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Calls> calls = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private HttpServer server;
    private int port;
    private volatile Way way;
    private volatile int outages;

    /** What came of one operation since the last {@link #countAnew}. */
    private static final class Calls {

        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger underWay = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
    }

    ScriptedEventCom() {
        listen();
    }

    private void listen() {
        // So that a connection that it closes is reset.
        HttpServerOptions options = new HttpServerOptions().setSoLinger(0);
        server = await(vertx.createHttpServer(options).connectionHandler(connection -> {
            connections.incrementAndGet();
            connection.closeHandler(closed -> connections.decrementAndGet());
        }).requestHandler(this::handle).listen(port, "localhost"));
        port = server.actualPort();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return "http://localhost:" + port;
    }

    void goDown(Way how) {
        way = how;
        if (how == Way.REFUSED) {
            await(server.close());
        }
    }

    void comeBack() {
        outages++;
        Way was = way;
        way = null;
        if (was == Way.REFUSED) {
            listen();
        }
    }

    /** Whether this answer was given after the last outage. */
    boolean isNew(String answer) {
        return answer.contains(word());
    }

    private String word() {
        return "after " + outages + " outages";
    }

    /** From now on only calls count that begin from now on. */
    void countAnew() {
        calls.clear();
    }

    int begun(String operation) {
        return calls.containsKey(operation) ? calls.get(operation).begun.get() : 0;
    }

    /** The most calls of one operation that there were at once. */
    int most(String operation) {
        return calls.containsKey(operation) ? calls.get(operation).most.get() : 0;
    }

    int underWay() {
        return calls.values().stream().mapToInt(counted -> counted.underWay.get()).sum();
    }

    /** How many connections it has, used or not. */
    int connections() {
        return connections.get();
    }

    private void handle(HttpServerRequest request) {
        String operation = request.path().split("/")[1];
        Calls counted = calls.computeIfAbsent(operation, same -> new Calls());
        counted.begun.incrementAndGet();
        counted.most.accumulateAndGet(counted.underWay.incrementAndGet(), Math::max);
        // So that unused connections are over soon.
        HttpServerResponse response = request.response().putHeader("Keep-Alive", "timeout=2");
        AtomicInteger ends = new AtomicInteger();
        Runnable end = () -> {
            if (ends.getAndIncrement() == 0) {
                counted.underWay.decrementAndGet();
            }
        };
        response.closeHandler(closed -> end.run());
        Way now = way;
        if (now == Way.HANGING) {
            return;
        }
        if (now == Way.RESET || now == Way.REFUSED) {
            request.connection().close();
            return;
        }
        if (now == Way.HALF_AN_ANSWER) {
            response.putHeader("Content-Length", "1000").write("[{\"id\":1,").onComplete(sent -> request.connection().close());
            return;
        }
        end.run();
        if (now == Way.UNAVAILABLE) {
            response.setStatusCode(503).end("{\"success\":false}");
        } else if (now == Way.HTML) {
            response.putHeader("Content-Type", "text/html").end("<html>We'll be back soon</html>");
        } else {
            response.putHeader("Content-Type", "application/json").end(json(operation));
        }
    }

    private String json(String operation) {
        String user = "{\"id\":1,\"userName\":\"" + word() + "\",\"email\":\"e\",\"events\":[\"e1\",\"e2\"]}";
        String event = "{\"id\":1,\"name\":\"" + word() + "\",\"userId\":1,\"details\":\"d\"}";
        return switch (operation) {
            case "getUsers" -> "[" + user + "]";
            case "getEvents" -> "[" + event + "]";
            case "getUserById" -> user;
            case "getEventById" -> event;
            default -> "{\"success\":true}";
        };
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}

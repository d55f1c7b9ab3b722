package io.eventmanagement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** An event.com whose users have the events that were added, which counts reads of events, and can be down. */
final class GrowingEventCom implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, List<String>> keys = new ConcurrentHashMap<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile boolean down;
    private volatile int delayMs;
    private volatile Runnable onAdd = () -> {
        // Nothing, unless a test says so.
    };

    GrowingEventCom() {
        try {
            server = vertx.createHttpServer().requestHandler(this::handle).listen(0, "localhost").toCompletionStage()
                    .toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return "http://localhost:" + server.actualPort();
    }

    void down(boolean isDown) {
        down = isDown;
    }

    /** What happens while an event is added. */
    void onAdd(Runnable task) {
        onAdd = task;
    }

    /** How long an event takes. */
    void delay(int ms) {
        delayMs = ms;
    }

    /** How often any event was asked for. */
    int fetches() {
        return fetches.get();
    }

    private List<String> keysOf(String user) {
        return keys.computeIfAbsent(user, id -> new ArrayList<>());
    }

    private void handle(HttpServerRequest request) {
        if (down) {
            request.connection().close();
            return;
        }
        request.body().onSuccess(body -> {
            String path = request.path();
            String last = path.substring(path.lastIndexOf('/') + 1);
            if (path.equals("/addEvent")) {
                onAdd.run();
                JsonObject event = body.toJsonObject();
                synchronized (keys) {
                    keysOf(event.getString("userId")).add(event.getString("id"));
                }
                answer(request, "{\"success\":true}");
            } else if (path.startsWith("/getUserById/")) {
                synchronized (keys) {
                    answer(request, new JsonObject().put("id", last).put("events", new JsonArray(new ArrayList<>(keysOf(last))))
                            .encode());
                }
            } else if (path.startsWith("/getEventById/")) {
                fetches.incrementAndGet();
                String event = new JsonObject().put("id", last).put("name", "name of " + last).encode();
                if (delayMs > 0) {
                    vertx.setTimer(delayMs, later -> answer(request, event));
                } else {
                    answer(request, event);
                }
            } else {
                answer(request, "[]");
            }
        });
    }

    private static void answer(HttpServerRequest request, String json) {
        request.response().putHeader("Content-Type", "application/json").end(json);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

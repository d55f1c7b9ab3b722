package io.eventmanagement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * An event.com that keeps what it is sent, under the id that it is given, and lists what is sent twice twice. Of adds it takes
 * some and fails the next, in a cycle; the last failure of each is stored, and its answer lost.
 */
final class StoringEventCom implements AutoCloseable {

    /** Milliseconds that an add takes, if nothing else is said. */
    static final int SHORT = 10;

    private static final int SUCCESSES = 5;
    private static final int CYCLE = 9;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, JsonObject> byId = new HashMap<>();
    private final List<JsonObject> listed = new ArrayList<>();
    private boolean inCycle;
    private boolean isDown;
    private int delay = SHORT;
    private int adds;
    private int underWay;
    private int most;

    StoringEventCom() {
        Future<HttpServer> listening = vertx.createHttpServer().requestHandler(this::handle).listen(0, "localhost");
        try {
            server = listening.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return "http://localhost:" + server.actualPort();
    }

    /** Whether its adds fail now and then; else all succeed. */
    synchronized void inCycle(boolean now) {
        inCycle = now;
    }

    /** Whether it resets each connection. */
    synchronized void down(boolean now) {
        isDown = now;
    }

    /** Milliseconds that an add takes from now on. */
    synchronized void delay(int millis) {
        delay = millis;
    }

    synchronized int underWay() {
        return underWay;
    }

    synchronized int stored() {
        return byId.size();
    }

    /** The names of a user's events, in the order in which they were stored. */
    synchronized List<String> names(String userId) {
        return listed.stream().filter(event -> event.getString("userId").equals(userId))
                .map(event -> event.getString("name")).toList();
    }

    /** The most adds at once since this was asked last. */
    synchronized int most() {
        int was = most;
        most = underWay;
        return was;
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> answer(request.path(), body.toString(), request));
    }

    private synchronized void answer(String path, String body, HttpServerRequest request) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (isDown) {
            request.connection().close();
        } else if (path.equals("/addEvent")) {
            add(body, request);
        } else if (path.startsWith("/getEventById/")) {
            end(request.response(), byId.containsKey(last) ? byId.get(last).encode() : "");
        } else if (path.startsWith("/getUserById/")) {
            end(request.response(), new JsonObject().put("id", last).put("userName", "user " + last).put("events", List.of())
                    .encode());
        } else {
            end(request.response(), "[]");
        }
    }

    private void add(String body, HttpServerRequest request) {
        int turn = inCycle ? adds++ % CYCLE : 0;
        boolean answerIsLost = turn == CYCLE - 1;
        if (turn < SUCCESSES || answerIsLost) {
            JsonObject event = new JsonObject(body);
            byId.put(event.getString("id"), event);
            listed.add(event);
        }
        most = Math.max(most, ++underWay);
        vertx.setTimer(delay, later -> {
            synchronized (this) {
                underWay--;
            }
            if (answerIsLost) {
                request.connection().close();
            } else if (turn < SUCCESSES) {
                end(request.response(), "{\"success\":true}");
            } else {
                end(request.response().setStatusCode(503), "{\"success\":false}");
            }
        });
    }

    private static void end(HttpServerResponse response, String body) {
        response.putHeader("Content-Type", "application/json").end(body);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

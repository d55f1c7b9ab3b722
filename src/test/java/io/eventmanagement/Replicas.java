package io.eventmanagement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import io.vertx.core.json.JsonObject;

/** Two replicas of the packaged service, their event.com and their PostgreSQL. */
final class Replicas implements AutoCloseable {

    final StoringEventCom eventCom = new StoringEventCom();
    final TestPostgres postgres = new TestPostgres();
    private final List<PackagedService> replicas = new CopyOnWriteArrayList<>();

    Replicas() {
        CompletableFuture<PackagedService> second = CompletableFuture.supplyAsync(this::start);
        replicas.add(start());
        replicas.add(second.join());
    }

    private PackagedService start() {
        try {
            return PackagedService.start(Map.of("EVENT_API_BASE_URL", eventCom.url(), "DATABASE_URL", postgres.url(),
                    "CIRCUIT_BREAKER_RESET_TIMEOUT_MS", "50", "CIRCUIT_BREAKER_MAX_RESET_TIMEOUT_MS", "100",
                    "EVENT_API_READ_TIMEOUT_MS", "2000", "EVENT_API_ADD_TIMEOUT_MS", "3000",
                    "EVENT_API_DEADLINE_MS", "5000", "DELIVERY_SETTLE_MS", "100"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PackagedService get(int replica) {
        return replicas.get(replica);
    }

    List<PackagedService> all() {
        return replicas;
    }

    PackagedService any() {
        return replicas.get(ThreadLocalRandom.current().nextInt(replicas.size()));
    }

    void killAndStartAnew(int replica) throws IOException {
        replicas.get(replica).kill();
        startAnew(replica);
    }

    void startAnew(int replica) throws IOException {
        replicas.get(replica).close();
        replicas.set(replica, start());
    }

    /** Also while replicas die. */
    void addUntilAccepted(String user, String name) {
        while (true) {
            try {
                if (add(any(), user, name, "respond-async", user + '/' + name).statusCode() / 100 == 2) {
                    return;
                }
            } catch (UncheckedIOException e) {
                // The replica was killed.
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** @param prefer and key null for none */
    HttpResponse<String> add(PackagedService replica, String user, String name, String prefer, String key) {
        Map<String, String> headers = new HashMap<>();
        if (prefer != null) {
            headers.put("Prefer", prefer);
        }
        if (key != null) {
            headers.put("Idempotency-Key", key);
        }
        return replica.post("/api/v1/events", new JsonObject().put("name", name).put("userId", user).encode(), headers);
    }

    /** Of all replicas, a second old at most. */
    int open() {
        JsonObject deliveries = new JsonObject(get(0).manage("/q/deliveries").body());
        return deliveries.getInteger("accepted") + deliveries.getInteger("sending");
    }

    @Override
    public void close() throws IOException {
        for (PackagedService replica : replicas) {
            replica.close();
        }
        postgres.close();
        eventCom.close();
    }
}

package io.eventmanagement.dashboard;

import java.util.List;
import java.util.function.ToLongFunction;

import jakarta.inject.Singleton;

import io.eventmanagement.dashboard.Ring.Kind;
import io.eventmanagement.database.Database;
import io.eventmanagement.delivery.Backlog;
import io.eventmanagement.delivery.Deliveries;
import io.eventmanagement.delivery.Operation;
import io.eventmanagement.delivery.OperationView;
import io.eventmanagement.reads.CacheCounts;
import io.eventmanagement.reads.Reads;
import io.eventmanagement.redis.RedisLink;
import io.eventmanagement.settings.DeliveryConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What the service has: a cache, and perhaps a database and a Redis. */
@Singleton
class Stores {

    private static final int MOST_LOST = 20;

    private final Reads reads;
    private final Deliveries deliveries;
    private final DeliveryConfig deliveryConfig;
    private final Database database;
    private final RedisLink redis;

    private List<CacheCounts> before;

    Stores(Reads reads, Deliveries deliveries, DeliveryConfig deliveryConfig, Database database, RedisLink redis) {
        this.reads = reads;
        this.deliveries = deliveries;
        this.deliveryConfig = deliveryConfig;
        this.database = database;
        this.redis = redis;
        this.before = reads.counts();
    }

    /** For the ring's last second. */
    void add(Ring ring) {
        List<CacheCounts> now = reads.counts();
        put(ring, "cache fresh", now, counts -> counts.hits());
        put(ring, "cache stale", now, counts -> counts.stale());
        put(ring, "cache shared", now, counts -> counts.shared());
        put(ring, "cache fetched", now, counts -> counts.misses());
        if (reads.isShared()) {
            put(ring, "cache redis", now, counts -> counts.redis());
        }
        before = now;
        if (deliveries.isOn()) {
            ring.put("backlog", Kind.MAX, (int) Math.min(Integer.MAX_VALUE, deliveries.backlog().open()));
        }
    }

    private void put(Ring ring, String series, List<CacheCounts> now, ToLongFunction<CacheCounts> count) {
        long grown = now.stream().mapToLong(count).sum() - before.stream().mapToLong(count).sum();
        ring.put(series, Kind.SUM, (int) Math.max(0, Math.min(Integer.MAX_VALUE, grown)));
    }

    /** -1 if none waits. */
    long oldestMs() {
        return deliveries.isOn() ? deliveries.backlog().oldestMs() : -1;
    }

    boolean databaseDown() {
        return database.isConfigured() && database.isDown();
    }

    boolean redisDown() {
        return redis.isConfigured() && !redis.isUp();
    }

    JsonObject json() {
        JsonObject json = new JsonObject()
                .put("cache", cache())
                .put("database", state(database.isConfigured(), database.isUp()))
                .put("redis", state(redis.isConfigured(), redis.isUp()));
        if (deliveries.isOn()) {
            Backlog backlog = deliveries.backlog();
            json.put("deliveries", new JsonObject().put("accepted", backlog.accepted()).put("sending", backlog.sending())
                    .put("oldestMs", backlog.oldestMs()).put("limit", deliveryConfig.maxPending()));
        }
        return json;
    }

    private static String state(boolean isConfigured, boolean isUp) {
        return !isConfigured ? "none" : isUp ? "up" : "down";
    }

    private JsonObject cache() {
        JsonObject cache = new JsonObject();
        reads.counts().forEach(counts -> cache.put(counts.name(),
                new JsonObject().put("entries", counts.entries()).put("bytes", counts.bytes())));
        return cache;
    }

    /** Accepted adds that ended without a delivery; null if that isn't known, since the database is down. */
    Uni<JsonArray> lost() {
        if (!deliveries.isOn() || !database.isUp()) {
            return Uni.createFrom().nullItem();
        }
        return deliveries.lost(MOST_LOST).map(Stores::json).onFailure().recoverWithNull();
    }

    private static JsonArray json(List<Operation> operations) {
        JsonArray all = new JsonArray();
        operations.forEach(operation -> {
            OperationView view = OperationView.of(operation);
            all.add(new JsonObject().put("id", view.id()).put("state", view.state()).put("attempts", view.attempts())
                    .put("acceptedAt", operation.acceptedAt().toEpochMilli())
                    .put("problem",
                            operation.problem() == null ? null : new JsonObject(operation.problem()).getString("title")));
        });
        return all;
    }
}

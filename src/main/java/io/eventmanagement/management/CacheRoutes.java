package io.eventmanagement.management;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.reads.CacheCounts;
import io.eventmanagement.reads.Reads;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** The cache for an operator, on the management port: {@code GET /q/cache}, {@code POST /q/cache/clear}. */
@ApplicationScoped
class CacheRoutes {

    private final Reads reads;

    CacheRoutes(Reads reads) {
        this.reads = reads;
    }

    void register(@Observes ManagementInterface management) {
        management.router().get("/q/cache").handler(this::show);
        management.router().post("/q/cache/clear").handler(this::clear);
    }

    private void show(RoutingContext request) {
        JsonObject kinds = new JsonObject();
        reads.counts().forEach(counts -> kinds.put(counts.name(), json(counts)));
        request.response().putHeader("Content-Type", "application/json").putHeader("Cache-Control", "no-store")
                .end(kinds.toBuffer());
    }

    private void clear(RoutingContext request) {
        reads.clear();
        request.response().setStatusCode(204).end();
    }

    private JsonObject json(CacheCounts counts) {
        JsonObject json = new JsonObject()
                .put("entries", counts.entries())
                .put("bytes", counts.bytes())
                .put("hits", counts.hits())
                .put("misses", counts.misses())
                .put("stale", counts.stale())
                .put("shared", counts.shared());
        return reads.isShared() ? json.put("redis", counts.redis()) : json;
    }
}

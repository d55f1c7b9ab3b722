package io.eventmanagement.management;

import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.reads.CacheCounts;
import io.eventmanagement.reads.Reads;
import io.quarkus.vertx.http.ManagementInterface;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * The cache for an operator, on the management port: {@code GET /q/cache}, {@code POST /q/cache/clear},
 * {@code POST /q/cache/users/ID/purge} and {@code …/events/KEY/purge}.
 */
@ApplicationScoped
class CacheRoutes {

    private final Reads reads;

    CacheRoutes(Reads reads) {
        this.reads = reads;
    }

    void register(@Observes ManagementInterface management) {
        management.router().get("/q/cache").handler(this::show);
        management.router().post("/q/cache/clear").handler(this::clear);
        management.router().post("/q/cache/users/:id/purge").handler(request -> purge(request, reads::forgetUser));
        management.router().post("/q/cache/events/:id/purge").handler(request -> purge(request, reads::forgetEvent));
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

    private void purge(RoutingContext request, Function<String, Uni<Void>> forget) {
        forget.apply(request.pathParam("id")).subscribe().with(forgotten -> request.response().setStatusCode(204).end(),
                request::fail);
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

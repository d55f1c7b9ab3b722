package io.eventmanagement.web;

import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.settings.ServiceConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets the pages of some sites call the service. Not by Quarkus' own filter: that refuses with an empty 403 what other sites
 * send, where it is the browser's part to keep the answer from them, and says no {@code Vary}
 * (docs/adr/0003-server-side.md).
 */
@ApplicationScoped
class Cors {

    private static final String METHODS = "GET, HEAD, POST";

    private static final String TAKEN = String.join(", ", "Accept", "Authorization", "Cache-Control", "Content-Type",
            "Idempotency-Key", "If-None-Match", "Prefer", "X-Request-Id", "traceparent", "tracestate");

    private static final String EXPOSED = String.join(", ", "X-Request-Id", "ETag", "Age", "Cache-Status", "Link", "Location",
            "Idempotent-Replayed", "Preference-Applied", "Retry-After", "RateLimit", "RateLimit-Policy", "WWW-Authenticate");

    /** Two hours: the longest that the common browsers remember. */
    private static final String REMEMBERED_SECONDS = "7200";

    private final Set<String> origins;

    Cors(ServiceConfig config) {
        origins = Set.copyOf(config.corsOrigins().orElse(List.of()));
    }

    void register(@Observes Filters filters) {
        if (!origins.isEmpty()) {
            filters.register(this::handle, FilterOrder.CORS);
        }
    }

    private void handle(RoutingContext request) {
        HttpServerResponse response = request.response();
        // Also for those who don't get more: a cache must not give them the answer of those who do, nor the reverse.
        response.putHeader(HttpHeaders.VARY, "Origin");
        String origin = request.request().getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !origins.contains(origin)) {
            request.next();
            return;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if (isPreflight(request)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, TAKEN)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, REMEMBERED_SECONDS)
                    .setStatusCode(204).end();
            return;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        request.next();
    }

    private static boolean isPreflight(RoutingContext request) {
        return request.request().method().equals(HttpMethod.OPTIONS)
                && request.request().headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }
}

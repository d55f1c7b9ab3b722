package io.eventmanagement.metrics;

import java.util.Set;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/**
 * By what a request is told that comes to no resource: Quarkus would take its path. JAX-RS puts the path of the resource's
 * method in this label's place.
 */
@Singleton
class RouteLabel {

    static final String OTHER = "other";

    /** Where Quarkus looks for the path of the resource method, such as {@code /getEventsByUserId/{id}}. */
    private static final String TEMPLATE = "UrlPathTemplate";

    /** What Quarkus tells by itself: of our own that is {@link #OTHER} with a slash. */
    private static final Set<String> NO_ROUTES = Set.of("/" + OTHER, "NOT_FOUND", "REDIRECTION", "UNKNOWN", "root",
            "/bad-request",
            "/cors-preflight");

    /** Before everything else, the request's id included. */
    private static final int PRIORITY = 11_000;

    void register(@Observes Filters filters) {
        filters.register(RouteLabel::label, PRIORITY);
    }

    private static void label(RoutingContext request) {
        Vertx.currentContext().putLocal(TEMPLATE, OTHER);
        request.next();
    }

    static String of(String uri) {
        return NO_ROUTES.contains(uri) ? OTHER : uri;
    }
}

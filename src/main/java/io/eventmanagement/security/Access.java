package io.eventmanagement.security;

import java.util.List;
import java.util.Optional;

import io.vertx.ext.web.RoutingContext;

/**
 * Decides which scope a request needs. Whatever isn't listed as open is closed, so that neither a new route nor another
 * spelling of a path is left open by mistake.
 */
final class Access {

    static final String READ = "events:read";
    static final String WRITE = "events:write";

    /** The stand-in for event.com, which isn't part of the service, and what Quarkus serves besides: OpenAPI and Swagger UI. */
    private static final List<String> OPEN = List.of("/event.com", "/q");

    private Access() {
    }

    /** @return empty if no token is needed */
    static Optional<String> scope(RoutingContext request) {
        return scope(request.request().method().name(), request.normalizedPath());
    }

    /**
     * @param normalizedPath the path as the routes see it
     * @return empty if no token is needed
     */
    static Optional<String> scope(String method, String normalizedPath) {
        if (method.equals("OPTIONS") || OPEN.stream().anyMatch(root -> isAtOrBelow(root, normalizedPath))) {
            return Optional.empty();
        }
        return Optional.of(method.equals("GET") || method.equals("HEAD") ? READ : WRITE);
    }

    private static boolean isAtOrBelow(String root, String path) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}

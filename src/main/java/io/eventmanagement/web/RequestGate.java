package io.eventmanagement.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * Refuses what no resource could serve, before any work is done: a URI that is none, a method that a path doesn't take
 * (JAX-RS in Quarkus doesn't tell which it does take), a body that is too large.
 */
@ApplicationScoped
class RequestGate {

    /** CONTRACT.md, 2: an event with all its members. Nothing else has a body. */
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private static final Map<Pattern, List<String>> METHODS = Map.of(
            Pattern.compile("(/api)?/(getUsers|getEvents|getEventsByUserId/[^/]+)/?"), List.of("GET", "HEAD", "OPTIONS"),
            Pattern.compile("(/api)?/addEvent/?"), List.of("POST", "OPTIONS"));

    /** After RequestId, in this order. */
    private static final int PRIORITY = 9_000;

    void register(@Observes Filters filters) {
        filters.register(RequestGate::checkUri, PRIORITY);
        filters.register(RequestGate::checkMethod, PRIORITY - 1);
        filters.register(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES), PRIORITY - 2);
    }

    private static void checkUri(RoutingContext request) {
        try {
            // With a host in front: "//" is a path here, not the start of an authority.
            new URI("http://host" + request.request().uri());
            request.next();
        } catch (URISyntaxException e) {
            request.fail(400);
        }
    }

    private static void checkMethod(RoutingContext request) {
        List<String> methods = METHODS.entrySet().stream()
                .filter(route -> route.getKey().matcher(request.normalizedPath()).matches())
                .map(Entry::getValue).findFirst().orElse(null);
        if (methods == null) {
            request.next();
            return;
        }
        boolean taken = methods.contains(request.request().method().name());
        if (taken && !request.request().method().name().equals("OPTIONS")) {
            request.next();
            return;
        }
        request.response().putHeader("Allow", String.join(", ", methods));
        if (taken) {
            request.response().setStatusCode(204).end();
        } else {
            request.fail(405);
        }
    }
}

package io.eventmanagement.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Refuses what no resource could serve, before any work is done: a URI that is none, a method that a path doesn't take
 * (JAX-RS in Quarkus doesn't tell which it does take), a body that is too large.
 */
@ApplicationScoped
class RequestGate {

    /** CONTRACT.md, 2: an event with all its members. Nothing else has a body. */
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private record Route(Pattern path, List<String> methods) {
    }

    private static final List<Route> ROUTES = List.of(
            new Route(Pattern.compile("(/api)?/addEvent/?"), List.of("POST", "OPTIONS")),
            new Route(Pattern.compile("(/api)?/(getUsers|getEvents|getEventsByUserId/[^/]+)/?"),
                    List.of("GET", "HEAD", "OPTIONS")),
            new Route(Pattern.compile("/api/v1/(users(/[^/]+(/events)?)?|events/[^/]+)/?"), List.of("GET", "HEAD", "OPTIONS")),
            new Route(Pattern.compile("/api/v1/events/?"), List.of("GET", "HEAD", "POST", "OPTIONS")));

    private static final List<String> FORMS = List.of("multipart/", "application/x-www-form-urlencoded");

    void register(@Observes Filters filters) {
        filters.register(RequestGate::checkUri, FilterOrder.URI);
        filters.register(RequestGate::checkMethod, FilterOrder.GATE);
        filters.register(RequestGate::checkMediaType, FilterOrder.GATE - 1);
        filters.register(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES), FilterOrder.BODY);
        filters.register(RequestGate::completeBody, FilterOrder.BODY - 1);
    }

    private static void checkUri(RoutingContext request) {
        if (isPlain(request.request().uri())) {
            request.next();
            return;
        }
        try {
            // With a host in front: "//" is a path here, not the start of an authority.
            new URI("http://host" + request.request().uri());
            request.next();
        } catch (URISyntaxException e) {
            request.fail(400);
        }
    }

    /** Whether it can be seen to be a path without a parser. */
    private static boolean isPlain(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '/' || c > '9') && c != '-' && c != '.' && c != '_'
                    && c != '~') {
                return false;
            }
        }
        return uri.startsWith("/");
    }

    private static void checkMethod(RoutingContext request) {
        List<String> methods = methodsOf(request.normalizedPath());
        if (methods == null && request.request().method().equals(HttpMethod.OPTIONS)) {
            // JAX-RS would answer for the methods of all paths.
            request.fail(404);
            return;
        }
        if (methods == null) {
            request.next();
            return;
        }
        boolean taken = methods.contains(request.request().method().name());
        if (taken && !request.request().method().equals(HttpMethod.OPTIONS)) {
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

    /** Null if it is none of our paths. Without a stream, since it is asked for each request. */
    private static List<String> methodsOf(String path) {
        for (Route route : ROUTES) {
            if (route.path.matcher(path).matches()) {
                return route.methods;
            }
        }
        return null;
    }

    /** The body handler would read a form as a form, and stumble over one that is none; nothing here takes forms. */
    private static void checkMediaType(RoutingContext request) {
        String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && isForm(type.stripLeading())) {
            request.fail(415);
        } else {
            request.next();
        }
    }

    private static boolean isForm(String type) {
        for (String form : FORMS) {
            if (type.regionMatches(true, 0, form, 0, form.length())) {
                return true;
            }
        }
        return false;
    }

    /** The body handler leaves a body that is missing null, and JAX-RS would wait for it for ever. */
    private static void completeBody(RoutingContext request) {
        if (request.body().buffer() == null) {
            ((RoutingContextInternal) request).setBody(Buffer.buffer());
        }
        request.next();
    }
}

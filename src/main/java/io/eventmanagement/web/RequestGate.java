package io.eventmanagement.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Refuses what no resource could serve, before any work is done: a URI that is none, a method that a path doesn't take
 * (JAX-RS in Quarkus doesn't tell which it does take), a body that is too large.
 */
@ApplicationScoped
class RequestGate {

    /** docs/contract.md, "The four original routes": an event with all its members. Nothing else has a body. */
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private static final List<String> READ = List.of("GET", "HEAD", "OPTIONS");
    private static final List<String> ADD = List.of("POST", "OPTIONS");
    private static final List<String> READ_AND_ADD = List.of("GET", "HEAD", "POST", "OPTIONS");

    /** What each path takes; one that isn't here is read only, if it is one of {@link #WITH_ID}. */
    private static final Map<String, List<String>> FIXED = Map.of("/getUsers", READ, "/api/getUsers", READ, "/getEvents", READ,
            "/api/getEvents", READ, "/addEvent", ADD, "/api/addEvent", ADD, "/api/v1/users", READ, "/api/v1/events",
            READ_AND_ADD);

    private static final Pattern WITH_ID = Pattern
            .compile("(/api)?/getEventsByUserId/[^/]+|/api/v1/(users/[^/]+(/events)?|events/[^/]+|operations/[^/]+)");

    private static final List<String> FORMS = List.of("multipart/", "application/x-www-form-urlencoded");

    void register(@Observes Filters filters) {
        filters.register(RequestGate::checkFraming, FilterOrder.URI + 1);
        filters.register(RequestGate::checkUri, FilterOrder.URI);
        filters.register(RequestGate::checkMethod, FilterOrder.GATE);
        filters.register(RequestGate::checkMediaType, FilterOrder.GATE - 1);
        filters.register(RequestGate::awaitBody, FilterOrder.BODY + 1);
        filters.register(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES), FilterOrder.BODY);
        filters.register(RequestGate::completeBody, FilterOrder.BODY - 1);
    }

    /**
     * What others on the way may have read in another way. A body's length is what Netty took it for only if "chunked" is all
     * that is said of it (RFC 9112, 6.1 and 6.3); one host is what a request is for (RFC 9112, 3.2).
     */
    private static void checkFraming(RoutingContext request) {
        MultiMap headers = request.request().headers();
        List<String> hosts = headers.getAll(HttpHeaders.HOST);
        boolean isFirstVersion = request.request().version() == HttpVersion.HTTP_1_0;
        boolean hasHost = hosts.size() == 1 || hosts.isEmpty() && isFirstVersion;
        List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        boolean isFramed = codings.isEmpty() || !isFirstVersion && codings.size() == 1
                && codings.get(0).strip().equalsIgnoreCase("chunked");
        if (hasHost && isFramed) {
            request.next();
            return;
        }
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        request.addEndHandler(end -> ClientConnection.closeGently(request.request()));
        request.fail(400);
    }

    private static void checkUri(RoutingContext request) {
        if (isUri(request.request().uri())) {
            request.next();
        } else {
            request.fail(400);
        }
    }

    private static boolean isUri(String uri) {
        try {
            // With a host in front: "//" is a path here, not the start of an authority.
            return isPlain(uri) || new URI("http://host" + uri).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
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
        if (AcceptHeader.excludesJson(request.request().headers().getAll(HttpHeaders.ACCEPT))) {
            request.fail(406);
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

    /** Null if it is none of our paths. */
    private static List<String> methodsOf(String sent) {
        // JAX-RS looks for the resource without them (RFC 3986, 3.3).
        String plain = sent.indexOf(';') < 0 ? sent : sent.replaceAll(";[^/]*", "");
        String path = plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
        List<String> methods = FIXED.get(path);
        return methods == null && WITH_ID.matcher(path).matches() ? READ : methods;
    }

    /** The body handler would read a form as a form, and stumble over one that is none; nothing here takes forms. */
    private static void checkMediaType(RoutingContext request) {
        String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
        boolean isForm = type != null && isForm(type.stripLeading());
        if (isForm && hasBody(request)) {
            request.fail(415);
            return;
        }
        if (isForm) {
            // It has no type either, whatever it says; some clients say so with each request.
            request.request().headers().remove(HttpHeaders.CONTENT_TYPE);
        }
        request.next();
    }

    private static boolean hasBody(RoutingContext request) {
        MultiMap headers = request.request().headers();
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return headers.contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
    }

    private static boolean isForm(String type) {
        for (String form : FORMS) {
            if (type.regionMatches(true, 0, form, 0, form.length())) {
                return true;
            }
        }
        return false;
    }

    private static void awaitBody(RoutingContext request) {
        ClientConnection connection = ClientConnection.of(request.request());
        if (connection != null && hasBody(request)) {
            Context context = request.vertx().getOrCreateContext();
            connection.reading(() -> context.runOnContext(late -> {
                if (!request.request().isEnded()) {
                    request.fail(408);
                }
            }));
        }
        request.next();
    }

    /** The body handler leaves a body that is missing null, and JAX-RS would wait for it for ever. */
    private static void completeBody(RoutingContext request) {
        if (request.response().ended()) {
            // It came after all, but too late: the client was told that nothing is done.
            return;
        }
        ClientConnection connection = ClientConnection.of(request.request());
        if (connection != null) {
            connection.read();
        }
        if (request.body().buffer() == null) {
            ((RoutingContextInternal) request).setBody(Buffer.buffer());
        }
        request.next();
    }
}

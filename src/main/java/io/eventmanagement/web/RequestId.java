package io.eventmanagement.web;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.MDC;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Gives each request an id: the client's own {@code X-Request-Id} if it is safe, else a new one. The id is returned in the
 * response, and is part of each log line (as {@code requestId}), each problem and each call to event.com.
 */
@ApplicationScoped
public class RequestId {

    public static final String HEADER = "X-Request-Id";

    /** Encoded once, and not for each answer. */
    private static final CharSequence HEADER_BYTES = HttpHeaders.createOptimized(HEADER);

    private static final String KEY = "requestId";

    /** What is safe in a header and in a log line. */
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    void register(@Observes Filters filters) {
        filters.register(RequestId::identify, FilterOrder.ID);
    }

    private static void identify(RoutingContext context) {
        String id = of(context);
        MDC.put(KEY, id);
        context.response().putHeader(HEADER_BYTES, id);
        context.next();
    }

    /** The request's id, which needs no escaping. It is made now if the request failed too early to have one. */
    public static String of(RoutingContext context) {
        String id = context.get(KEY);
        if (id == null) {
            id = of(context.request());
            context.put(KEY, id);
        }
        return id;
    }

    /** The id of a request that reaches no route; a new one with each call, unless the client sent one. */
    public static String of(HttpServerRequest request) {
        String sent = request.getHeader(HEADER);
        return sent != null && SANE.matcher(sent).matches() ? sent : make();
    }

    /** Ids are unique but not secret, so a fast random number is enough. */
    private static String make() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}

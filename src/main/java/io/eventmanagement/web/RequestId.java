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
 * Gives each request its id: the client's own {@code X-Request-Id} if it is sane, else a new one. It is returned in the
 * response and stands in each log line (as {@code requestId}), in each problem and in each call to event.com.
 */
@ApplicationScoped
public class RequestId {

    public static final String HEADER = "X-Request-Id";

    /** Its bytes are at hand for each answer. */
    private static final CharSequence HEADER_BYTES = HttpHeaders.createOptimized(HEADER);

    private static final String KEY = "requestId";

    /** What may safely stand in a header and in a line of a log. */
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

    /** The id of a request, which needs no escaping; made now if the request failed too early to have one. */
    public static String of(RoutingContext context) {
        String id = context.get(KEY);
        if (id == null) {
            id = of(context.request());
            context.put(KEY, id);
        }
        return id;
    }

    /** For a request that comes to no route: another one with each call, unless the client has sent one. */
    public static String of(HttpServerRequest request) {
        String sent = request.getHeader(HEADER);
        return sent != null && SANE.matcher(sent).matches() ? sent : make();
    }

    /** Unique, and no secret: a fast random number will do. */
    private static String make() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}

package io.eventmanagement.legacy;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.settings.ServiceConfig;
import io.eventmanagement.web.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

/**
 * Tells clients of the original routes, once a date is set, that these are deprecated (RFC 9745) and which routes replace them.
 */
@ApplicationScoped
class Deprecation {

    /** The id may contain only what a path segment may (RFC 3986, 3.3), so that nothing else gets into a header. */
    private static final Pattern ROUTE = Pattern.compile(
            "(?:/api)?/(?:(getUsers|getEvents|addEvent)|getEventsByUserId/([A-Za-z0-9._~%!$&'()*+,;=:@-]+))/?");

    private static final Map<String, String> SUCCESSORS = Map.of(
            "getUsers", "/api/v1/users",
            "getEvents", "/api/v1/events",
            "addEvent", "/api/v1/events");

    /** Before anything can refuse the request, so that errors carry the headers too. */
    private static final int PRIORITY = FilterOrder.HEADERS - 1;

    private final ServiceConfig config;

    Deprecation(ServiceConfig config) {
        this.config = config;
    }

    void register(@Observes Filters filters) {
        config.legacyDeprecationDate().ifPresent(date -> filters.register(request -> tell(request, date), PRIORITY));
    }

    private static void tell(RoutingContext request, LocalDate date) {
        Matcher route = ROUTE.matcher(request.request().path());
        if (route.matches()) {
            String successor = route.group(1) == null ? "/api/v1/users/" + route.group(2) + "/events"
                    : SUCCESSORS.get(route.group(1));
            request.response()
                    .putHeader("Deprecation", "@" + date.atStartOfDay(ZoneOffset.UTC).toEpochSecond())
                    .putHeader("Link", "<" + successor + ">; rel=\"successor-version\"");
        }
        request.next();
    }
}

package io.eventmanagement.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Tells browsers to take each answer for what it says it is, and what Swagger UI may load. */
@ApplicationScoped
class SecurityHeaders {

    private static final String UI = "/q/swagger-ui";

    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");

    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");

    /** Its page has its script and its styles within. */
    private static final String UI_POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline'; "
            + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
            + "frame-ancestors 'none'";

    void register(@Observes RequestFilters filters) {
        filters.add(SecurityHeaders::add, FilterOrder.HEADERS);
    }

    void register(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(request -> {
            add(request);
            request.next();
        });
    }

    private static boolean add(RoutingContext request) {
        request.response().putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
        String path = request.request().path();
        if (path != null && path.startsWith(UI)) {
            request.response().putHeader("Content-Security-Policy", UI_POLICY);
        }
        return true;
    }
}

package io.eventmanagement.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.time.Time;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** What each answer carries: when it was made, and for browsers what they may make of it and what Swagger UI may load. */
@ApplicationScoped
public class AnswerHeaders {

    private static final String UI = "/q/swagger-ui";

    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");

    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");

    /** Its page has its script and its styles within. */
    private static final String UI_POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline'; "
            + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
            + "frame-ancestors 'none'";

    private final CurrentDate date;

    AnswerHeaders(Time time) {
        this.date = new CurrentDate(time);
    }

    void register(@Observes RequestFilters filters) {
        filters.add(this::add, FilterOrder.HEADERS);
    }

    void register(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(request -> {
            add(request);
            request.next();
        });
    }

    /** Adds what every answer has. */
    public void add(HttpServerResponse response) {
        response.putHeader(HttpHeaders.DATE, date.get()).putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
    }

    private boolean add(RoutingContext request) {
        add(request.response());
        String path = request.request().path();
        if (path != null && path.startsWith(UI)) {
            request.response().putHeader("Content-Security-Policy", UI_POLICY);
        }
        return true;
    }
}

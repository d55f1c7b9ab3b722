package io.eventmanagement.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.time.Time;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Adds {@code Date} and {@code X-Content-Type-Options: nosniff} to every answer. */
@ApplicationScoped
public class AnswerHeaders {

    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");

    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");

    private final CurrentDate date;

    AnswerHeaders(Time time) {
        this.date = new CurrentDate(time);
    }

    void register(@Observes Filters filters) {
        filters.register(this::add, FilterOrder.HEADERS);
    }

    void register(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(this::add);
    }

    private void add(RoutingContext request) {
        add(request.response());
        request.next();
    }

    /** Not set by {@code quarkus.http.header}, which misses answers to undecodable paths (docs/adr/0003-server-side.md). */
    public void add(HttpServerResponse response) {
        response.putHeader(HttpHeaders.DATE, date.get()).putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
    }
}

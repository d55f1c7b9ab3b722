package io.eventmanagement.runtime;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

/**
 * By what a request is told in metrics that comes to no resource: Quarkus would take its path. It goes by this where JAX-RS
 * hasn't
 * named a template; traces, which look for a template too, don't see it.
 */
@Singleton
public class RouteLabel {

    public static final String OTHER = "other";

    /** Before everything else, the request's id included. */
    private static final int PRIORITY = 11_000;

    void register(@Observes Filters filters) {
        filters.register(RouteLabel::label, PRIORITY);
    }

    private static void label(RoutingContext request) {
        HttpRequestMetric metric = HttpRequestMetric.getRequestMetric(request);
        if (metric != null) {
            metric.setTemplatePath(OTHER);
        }
        request.next();
    }
}

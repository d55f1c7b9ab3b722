package io.eventmanagement.runtime;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.settings.StandInChoice;
import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

/**
 * Labels requests that reach no resource as {@code other} in metrics, where Quarkus would use their path. The label applies if
 * JAX-RS hasn't named a template. Traces look for a template too, but don't see this one.
 */
@Singleton
public class RouteLabel {

    public static final String OTHER = "other";

    /** Of the stand-in for event.com, which answers on the same port: its failures aren't ours. */
    public static final String STAND_IN = "/event.com";

    /** Right after {@code FilterOrder.CONNECTION} and before everything else, the request's id included. */
    private static final int PRIORITY = 11_000;

    void register(@Observes Filters filters, EventApiConfig eventApi, LaunchMode launchMode) {
        boolean hasStandIn = StandInChoice.isOn(eventApi, launchMode);
        filters.register(request -> label(request, hasStandIn), PRIORITY);
    }

    private static void label(RoutingContext request, boolean hasStandIn) {
        HttpRequestMetric metric = HttpRequestMetric.getRequestMetric(request);
        if (metric != null) {
            String path = request.request().path();
            metric.setTemplatePath(hasStandIn && path != null && path.startsWith(STAND_IN + '/') ? STAND_IN : OTHER);
        }
        request.next();
    }
}

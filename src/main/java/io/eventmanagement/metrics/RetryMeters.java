package io.eventmanagement.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Counts the retries of calls to event.com. The fault-tolerance engine's own metrics would look up five meters by their tags
 * for each call.
 */
@Singleton
@Unremovable // the REST client looks it up by its class name, which is in application.properties
@RegisterForReflection(methods = false, fields = false, classNames = { "io.eventmanagement.metrics.RetryMeters",
        "io.quarkus.micrometer.runtime.binder.vertx.RestClientMetricsFilter" })
public class RetryMeters implements ResteasyReactiveClientRequestFilter {

    /** The property with the path template of the called method, such as {@code /getUserById/{id}}; the REST client sets it. */
    private static final String TEMPLATE = "UrlPathTemplate";

    private static final String TRIED = RetryMeters.class.getName();

    private final MeterRegistry registry;
    private final Map<String, Counter> retries = new ConcurrentHashMap<>();

    RetryMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A call that may be retried has its own Vert.x context, which its first attempt marks. */
    @Override
    public void filter(ResteasyReactiveClientRequestContext request) {
        String route = (String) request.getProperty(TEMPLATE);
        Counter counter = retries.computeIfAbsent(route, this::register);
        Context call = Vertx.currentContext();
        if (call == null || !VertxContext.isDuplicatedContext(call)) {
            return;
        }
        if (route.equals(call.getLocal(TRIED))) {
            counter.increment();
        } else {
            call.putLocal(TRIED, route);
        }
    }

    private Counter register(String route) {
        return Counter.builder("http.client.retries").description("Attempts of calls to event.com after the first")
                .tag("uri", route).register(registry);
    }
}

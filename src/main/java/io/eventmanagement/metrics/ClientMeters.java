package io.eventmanagement.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientResponseContext;

import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientResponseFilter;

import io.eventmanagement.time.Time;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Times each try of a call to event.com, and counts those that are retries. Quarkus' own filter would be run on a worker
 * thread, for each answer; the fault-tolerance engine's meters look for five meters by their tags, for each call.
 */
@Singleton
@Unremovable // the REST client asks for it by its class, whose name is in application.properties
@RegisterForReflection(methods = false, fields = false)
public class ClientMeters implements ResteasyReactiveClientRequestFilter, ResteasyReactiveClientResponseFilter {

    /** Where the REST client leaves the path of the method that is called, such as {@code /getUserById/{id}}. */
    private static final String TEMPLATE = "UrlPathTemplate";

    private static final String BEGIN = ClientMeters.class.getName();

    private final Time time;
    private final HttpTimes times;
    private final MeterRegistry registry;
    private final Map<String, Counter> retries = new ConcurrentHashMap<>();

    ClientMeters(Time time, MeterRegistry registry) {
        this.time = time;
        this.registry = registry;
        this.times = new HttpTimes("http.client.requests", "Attempts of calls to event.com", registry);
    }

    @Override
    public void filter(ResteasyReactiveClientRequestContext request) {
        request.setProperty(BEGIN, time.nanos());
        countRetry((String) request.getProperty(TEMPLATE));
    }

    /** A call that may be retried has a Vert.x context of its own, which its first try marks. */
    private void countRetry(String route) {
        Counter counter = retries.computeIfAbsent(route, this::register);
        Context call = Vertx.currentContext();
        if (call == null || !VertxContext.isDuplicatedContext(call)) {
            return;
        }
        if (route.equals(call.getLocal(BEGIN))) {
            counter.increment();
        } else {
            call.putLocal(BEGIN, route);
        }
    }

    private Counter register(String route) {
        return Counter.builder("http.client.retries").description("Attempts of calls to event.com after the first")
                .tag("uri", route).register(registry);
    }

    /** A call that failed without an answer passes here too. */
    @Override
    public void filter(ResteasyReactiveClientRequestContext request, ClientResponseContext response) {
        times.of(request.getMethod(), (String) request.getProperty(TEMPLATE), response.getStatus())
                .record(time.nanos() - (long) request.getProperty(BEGIN), TimeUnit.NANOSECONDS);
    }
}

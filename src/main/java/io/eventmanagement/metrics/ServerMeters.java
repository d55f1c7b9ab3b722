package io.eventmanagement.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.eventmanagement.time.Time;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/**
 * Times what clients ask. Quarkus' own meters would take a refused request's path and method as they were sent, and make a new
 * series of each.
 */
@Singleton
class ServerMeters {

    /** Where JAX-RS leaves the path of the resource method that it found, such as {@code /getEventsByUserId/{id}}. */
    private static final String TEMPLATE = "UrlPathTemplate";

    /** Before everything else, the request's id included. */
    private static final int PRIORITY = 11_000;

    private final Time time;
    private final HttpTimes times;
    private final LongAdder active = new LongAdder();

    ServerMeters(Time time, MeterRegistry registry) {
        this.time = time;
        this.times = new HttpTimes("http.server.requests", "What clients asked, from the request's head to the answer's end",
                registry);
        Gauge.builder("http.server.active.requests", active::sum).description("Requests that are being answered")
                .register(registry);
    }

    void register(@Observes Filters filters) {
        filters.register(this::time, PRIORITY);
    }

    private void time(RoutingContext request) {
        long begin = time.nanos();
        Context context = Vertx.currentContext();
        active.increment();
        request.addEndHandler(end -> {
            active.decrement();
            // A client that hung up had no answer; the response would say 200, as it does from the start.
            int status = end.succeeded() ? request.response().getStatusCode() : HttpTimes.NO_ANSWER;
            times.of(request.request().method().name(), context.getLocal(TEMPLATE), status)
                    .record(time.nanos() - begin, TimeUnit.NANOSECONDS);
        });
        request.next();
    }
}

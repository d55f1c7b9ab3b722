package io.eventmanagement.metrics;

import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.ext.Provider;

import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientResponseFilter;

import io.eventmanagement.resilience.Time;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;

/** Times each try of a call to event.com. Quarkus' own filter would be run on a worker thread, for each answer. */
@Provider
@Singleton
@Unremovable // the REST client asks for it by its class
public class ClientMeters implements ResteasyReactiveClientRequestFilter, ResteasyReactiveClientResponseFilter {

    /** Where the REST client leaves the path of the method that is called, such as {@code /getUserById/{id}}. */
    private static final String TEMPLATE = "UrlPathTemplate";

    private static final String BEGIN = ClientMeters.class.getName();

    private final Time time;
    private final HttpTimes times;

    ClientMeters(Time time, MeterRegistry registry) {
        this.time = time;
        this.times = new HttpTimes("http.client.requests", "Tries of calls to event.com", registry);
    }

    @Override
    public void filter(ResteasyReactiveClientRequestContext request) {
        request.setProperty(BEGIN, time.nanos());
    }

    /** A call that failed without an answer passes here too. */
    @Override
    public void filter(ResteasyReactiveClientRequestContext request, ClientResponseContext response) {
        times.of(request.getMethod(), (String) request.getProperty(TEMPLATE), response.getStatus())
                .record(time.nanos() - (long) request.getProperty(BEGIN), TimeUnit.NANOSECONDS);
    }
}

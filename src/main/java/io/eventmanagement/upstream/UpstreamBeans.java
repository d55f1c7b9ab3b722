package io.eventmanagement.upstream;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.rest.client.inject.RestClient;

import io.eventmanagement.bulkhead.AdaptiveLimit;
import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.settings.Concurrency;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.settings.StandInChoice;
import io.eventmanagement.time.Deadline;
import io.eventmanagement.time.Time;
import io.quarkus.arc.ClientProxy;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;

/**
 * Creates the beans of {@code bulkhead/} and {@code time/} from the settings, which those packages don't know, and the REST
 * client.
 */
class UpstreamBeans {

    @Produces
    @Singleton
    @DefaultBean
    Time time() {
        return Time.SYSTEM;
    }

    @Produces
    @Singleton
    AdaptiveLimit limit(EventApiConfig config, Time time) {
        int max = config.maxConcurrency();
        return new AdaptiveLimit(config.concurrency() == Concurrency.FIXED ? max : config.minConcurrency(), max, time::nanos);
    }

    @Produces
    @Singleton
    FairBulkhead bulkhead(AdaptiveLimit limit, EventApiConfig config) {
        return new FairBulkhead(limit::now, config.maxWaiting());
    }

    @Produces
    @Singleton
    Deadline deadline(EventApiConfig config, Vertx vertx, Time time) {
        return new Deadline(config.deadline(), vertx, time);
    }

    /**
     * Creates the REST client at the start. Its first call would create it in that call's Vert.x context, such as the HTTP
     * server's, and it would be closed with that: at the end of the service, before the deliveries that are still under way
     * (docs/adr/0005-rest-client.md). One that calls our own stand-in has to wait: the port isn't known yet.
     */
    void create(@Observes StartupEvent start, @RestClient EventApi api, EventApiConfig config, LaunchMode mode) {
        boolean callsStandIn = config.baseUrl().isEmpty() && StandInChoice.isOn(config, mode);
        if (!callsStandIn) {
            ClientProxy.unwrap(api);
        }
    }
}

package io.eventmanagement.upstream;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Deadline;
import io.eventmanagement.time.Time;
import io.quarkus.arc.DefaultBean;
import io.vertx.core.Vertx;

/** Creates the beans of {@code bulkhead/} and {@code time/} from the settings, which those packages don't know. */
class UpstreamBeans {

    @Produces
    @Singleton
    @DefaultBean
    Time time() {
        return Time.SYSTEM;
    }

    @Produces
    @Singleton
    FairBulkhead bulkhead(EventApiConfig config) {
        return new FairBulkhead(config.maxConcurrency(), config.maxWaiting());
    }

    @Produces
    @Singleton
    Deadline deadline(EventApiConfig config, Vertx vertx, Time time) {
        return new Deadline(config.deadline(), vertx, time);
    }
}

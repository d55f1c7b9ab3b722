package io.eventmanagement.metrics;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.runtime.ShutdownEvent;

/**
 * Takes the meters of one test application out of the registry before the next starts. The registry is one for the whole JVM,
 * and Quarkus empties it between starts in dev mode only (quarkus#56654): a scrape would call the gauges of the application
 * before, whose beans are gone.
 */
@Singleton
class CleanRegistry {

    void clear(@Observes ShutdownEvent end) {
        Metrics.globalRegistry.clear();
    }
}

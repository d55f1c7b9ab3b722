package io.eventmanagement.web;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.Readiness;

import io.quarkus.smallrye.health.runtime.ShutdownReadinessCheck;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Sends clients elsewhere while the service ends. Not being ready keeps new connections away, but not the requests on
 * connections that are open: each answer closes its own (RFC 9112, 9.6).
 * <p>
 * It takes the place of Quarkus' readiness check (application.properties), since nothing else is told that the end has begun.
 */
@Singleton
@Readiness
class Draining extends ShutdownReadinessCheck {

    private volatile boolean begun;

    void register(@Observes RequestFilters filters) {
        filters.add(this::close, FilterOrder.HEADERS);
    }

    @Override
    public void shutdown() {
        super.shutdown();
        begun = true;
    }

    private boolean close(RoutingContext request) {
        if (begun) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        return true;
    }
}

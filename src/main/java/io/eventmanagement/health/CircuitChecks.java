package io.eventmanagement.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import io.eventmanagement.circuit.CircuitStatus;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.RetryAfter;
import io.smallrye.faulttolerance.api.CircuitBreakerState;

/**
 * Shows each circuit's state in the readiness check, which stays UP whatever the state is: all replicas share event.com, so
 * taking them out of service because of it would leave none. {@code EVENT_API_READINESS_GATE} changes that. Even then, a
 * circuit whose wait is over counts as ready, since only a client's request can close it.
 */
@ApplicationScoped
class CircuitChecks {

    private final Circuits circuits;
    private final EventApiConfig config;

    CircuitChecks(Circuits circuits, EventApiConfig config) {
        this.circuits = circuits;
        this.config = config;
    }

    @Produces
    @Readiness
    HealthCheck addEvent() {
        return () -> check(Circuits.ADD_EVENT);
    }

    @Produces
    @Readiness
    HealthCheck getUsers() {
        return () -> check(Circuits.GET_USERS);
    }

    @Produces
    @Readiness
    HealthCheck getEvents() {
        return () -> check(Circuits.GET_EVENTS);
    }

    @Produces
    @Readiness
    HealthCheck getUserById() {
        return () -> check(Circuits.GET_USER_BY_ID);
    }

    @Produces
    @Readiness
    HealthCheck getEventById() {
        return () -> check(Circuits.GET_EVENT_BY_ID);
    }

    private HealthCheckResponse check(String circuit) {
        CircuitStatus status = circuits.named(circuit).orElseThrow().status();
        boolean open = status.state() == CircuitBreakerState.OPEN;
        HealthCheckResponseBuilder check = HealthCheckResponse.named(circuit).withData("state", status.state().name());
        status.failuresInWindow().ifPresent(failures -> check.withData("failuresInWindow", failures));
        status.attempt().ifPresent(attempt -> check.withData("attempt", attempt));
        if (open) {
            check.withData("openedAt", status.since().toString()).withData("retryAfter",
                    RetryAfter.seconds(status.retryAfter()));
        }
        return check.status(!(open && status.rejects() && config.readinessGate())).build();
    }
}

package io.eventmanagement.health;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import io.eventmanagement.resilience.Circuit;
import io.eventmanagement.upstream.Circuits;
import io.smallrye.faulttolerance.api.CircuitBreakerState;

/**
 * Tells each circuit's state, and stays UP whatever it is: event.com is the same for all replicas, so taking them out of
 * service because of it would leave none. Those who want it nevertheless set {@code EVENT_API_READINESS_GATE}.
 */
@Readiness
@ApplicationScoped
class CircuitsCheck implements HealthCheck {

    private final Circuits circuits;
    private final HealthConfig config;

    CircuitsCheck(Circuits circuits, HealthConfig config) {
        this.circuits = circuits;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder check = HealthCheckResponse.named("event.com circuits");
        boolean anyOpen = false;
        for (Circuit circuit : circuits.all()) {
            CircuitBreakerState state = circuit.status().state();
            check.withData(circuit.status().name(), state.name());
            anyOpen |= state == CircuitBreakerState.OPEN;
        }
        return check.status(!(config.readinessGate() && anyOpen)).build();
    }
}

package io.eventmanagement.problem;

import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.web.FilterOrder;
import io.eventmanagement.web.RequestFilters;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers {@code addEvent} while its circuit is open, before anything is read of the event: a refusal has to cost next to
 * nothing when many come. Version 1 isn't refused here, since an {@code Idempotency-Key} may ask for an answer that is known.
 */
@ApplicationScoped
class OpenCircuitGate {

    private static final Set<String> PATHS = Set.of("/addEvent", "/addEvent/", "/api/addEvent", "/api/addEvent/");

    private final Circuits circuits;
    private final RouteProblems problems;

    OpenCircuitGate(Circuits circuits, RouteProblems problems) {
        this.circuits = circuits;
        this.problems = problems;
    }

    void register(@Observes RequestFilters filters) {
        filters.add(this::check, FilterOrder.CIRCUIT);
    }

    private boolean check(RoutingContext request) {
        if (!PATHS.contains(request.normalizedPath())) {
            return true;
        }
        Optional<CircuitOpenException> rejection = circuits.addEventRejection();
        rejection.ifPresent(refused -> problems.end(request, Diagnosis.of(refused)));
        return rejection.isEmpty();
    }
}

package io.eventmanagement.problem;

import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.database.Database;
import io.eventmanagement.idempotency.IdempotencyKey;
import io.eventmanagement.settings.OidcConfig;
import io.eventmanagement.settings.RateLimitConfig;
import io.eventmanagement.web.FilterOrder;
import io.eventmanagement.web.Prefer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers {@code addEvent} while its circuit is open, before anything is read of the event: a refusal has to cost next to
 * nothing when many come. Not where an {@code Idempotency-Key} may ask for an answer that is known, nor where the event may be
 * accepted for later.
 */
@ApplicationScoped
class OpenCircuitGate {

    private static final Set<String> PATHS = Set.of("/addEvent", "/addEvent/", "/api/addEvent", "/api/addEvent/");

    private final Circuits circuits;
    private final Database database;
    private final RouteProblems problems;

    OpenCircuitGate(Circuits circuits, Database database, RouteProblems problems) {
        this.circuits = circuits;
        this.database = database;
        this.problems = problems;
    }

    void register(@Observes Filters filters, OidcConfig tokens, RateLimitConfig limit) {
        // Where nobody has to be known or counted first, not even Quarkus' security is asked.
        boolean isForAll = !tokens.enabled() && limit.requests() == 0;
        filters.register(this::check, isForAll ? FilterOrder.CIRCUIT_FOR_ALL : FilterOrder.CIRCUIT);
    }

    private void check(RoutingContext request) {
        Optional<CircuitOpenException> rejection = isPlainAdd(request) ? circuits.addEventRejection() : Optional.empty();
        rejection.ifPresentOrElse(refused -> problems.end(request, Diagnosis.of(refused)), request::next);
    }

    private boolean isPlainAdd(RoutingContext request) {
        MultiMap headers = request.request().headers();
        return request.request().method().equals(HttpMethod.POST) && PATHS.contains(request.normalizedPath())
                && !headers.contains(IdempotencyKey.HEADER)
                && !(database.isConfigured() && Prefer.read(headers.getAll(Prefer.HEADER)).respondAsync());
    }
}

package io.eventmanagement.problem;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.upstream.Upstream;
import io.eventmanagement.web.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers {@code addEvent} while its circuit is open, before anything is read of the event: a refusal has to cost next to
 * nothing when many come. Version 1 isn't refused here, since an {@code Idempotency-Key} may ask for an answer that is known.
 */
@ApplicationScoped
class OpenCircuitGate {

    private static final Set<String> PATHS = Set.of("/addEvent", "/addEvent/", "/api/addEvent", "/api/addEvent/");

    private final Upstream upstream;
    private final RouteProblems problems;

    OpenCircuitGate(Upstream upstream, RouteProblems problems) {
        this.upstream = upstream;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FilterOrder.CIRCUIT);
    }

    private void check(RoutingContext request) {
        if (PATHS.contains(request.normalizedPath())) {
            upstream.addEventRejection().ifPresentOrElse(rejection -> problems.end(request, Diagnosis.of(rejection)),
                    request::next);
        } else {
            request.next();
        }
    }
}

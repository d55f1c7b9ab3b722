package io.eventmanagement.management;

import java.util.List;
import java.util.OptionalInt;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.CircuitStatus;
import io.eventmanagement.circuit.Circuits;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** The circuits for an operator, on the management port: {@code GET /q/circuits}, {@code POST /q/circuits/NAME/reset}. */
@ApplicationScoped
class CircuitsRoutes {

    private final Circuits circuits;

    CircuitsRoutes(Circuits circuits) {
        this.circuits = circuits;
    }

    void register(@Observes ManagementInterface management) {
        management.router().get("/q/circuits").handler(this::list);
        management.router().post("/q/circuits/:name/reset").handler(this::reset);
    }

    private void list(RoutingContext request) {
        List<JsonObject> all = circuits.all().stream().map(Circuit::status).map(CircuitsRoutes::json).toList();
        request.response().putHeader("Content-Type", "application/json").putHeader("Cache-Control", "no-store")
                .end(new JsonArray(all).toBuffer());
    }

    private void reset(RoutingContext request) {
        circuits.named(request.pathParam("name")).ifPresentOrElse(circuit -> {
            circuit.reset();
            request.response().setStatusCode(204).end();
        }, () -> request.fail(404));
    }

    private static JsonObject json(CircuitStatus status) {
        return new JsonObject()
                .put("name", status.name())
                .put("state", status.state().name())
                .put("since", status.since().toString())
                .put("failuresInWindow", orNull(status.failuresInWindow()))
                .put("attempt", orNull(status.attempt()))
                .put("retryAfterMs", status.retryAfter().toMillis());
    }

    private static Integer orNull(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }
}

package io.eventmanagement.management;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.delivery.Backlog;
import io.eventmanagement.delivery.Deliveries;
import io.eventmanagement.delivery.Operation;
import io.eventmanagement.delivery.OperationView;
import io.quarkus.vertx.http.ManagementInterface;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The adds that wait for their delivery, for an operator, on the management port: {@code GET /q/deliveries},
 * {@code POST /q/deliveries/ID/retry} and {@code …/discard}. Only where there is a database.
 */
@ApplicationScoped
class DeliveriesRoutes {

    /** Of those that ended without a delivery. */
    private static final int MOST = 100;

    private final Deliveries deliveries;

    DeliveriesRoutes(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    void register(@Observes ManagementInterface management) {
        if (!deliveries.isOn()) {
            return;
        }
        Router router = management.router();
        router.get("/q/deliveries").handler(this::list);
        router.post("/q/deliveries/:id/retry").handler(request -> change(request, deliveries::retry));
        router.post("/q/deliveries/:id/discard").handler(request -> change(request, deliveries::discard));
    }

    private void list(RoutingContext request) {
        deliveries.lost(MOST).subscribe().with(lost -> request.response().putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store").end(json(deliveries.backlog(), lost).toBuffer()), request::fail);
    }

    private static JsonObject json(Backlog backlog, List<Operation> lost) {
        JsonArray ended = new JsonArray();
        lost.forEach(operation -> ended.add(JsonObject.mapFrom(OperationView.of(operation))));
        return new JsonObject().put("accepted", backlog.accepted()).put("sending", backlog.sending())
                .put("oldestAgeMs", backlog.oldestMs() < 0 ? null : backlog.oldestMs()).put("notDelivered", ended);
    }

    /** What an operator may have done with an operation. */
    @FunctionalInterface
    private interface Change {

        Uni<Optional<Boolean>> of(UUID id);
    }

    private static void change(RoutingContext request, Change change) {
        UUID id;
        try {
            id = UUID.fromString(request.pathParam("id"));
        } catch (IllegalArgumentException e) {
            request.fail(404);
            return;
        }
        change.of(id).subscribe().with(changed -> {
            if (changed.isEmpty()) {
                request.fail(404);
            } else if (changed.get()) {
                request.response().setStatusCode(204).end();
            } else {
                request.fail(new WrongStateException());
            }
        }, request::fail);
    }
}

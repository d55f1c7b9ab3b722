package io.eventmanagement.event;

import static io.eventmanagement.web.ReadAnswers.lines;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.RestResponse;

import io.eventmanagement.delivery.Operation;
import io.eventmanagement.delivery.OperationResource;
import io.eventmanagement.delivery.OperationView;
import io.eventmanagement.idempotency.DatabaseIdempotencyStore.Use;
import io.eventmanagement.idempotency.IdempotencyKey;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Done;
import io.eventmanagement.idempotency.PlainAddException;
import io.eventmanagement.security.Caller;
import io.eventmanagement.web.JsonAnswers;
import io.eventmanagement.web.Prefer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * What the resources that add events share, how such a request is answered: at once, once for its {@code Idempotency-Key}, or
 * accepted for later.
 */
@ApplicationScoped
public class AddResource {

    private final EventService events;
    private final AddOnce addOnce;
    private final AcceptedAdds accepted;
    private final JsonAnswers json;

    AddResource(EventService events, AddOnce addOnce, AcceptedAdds accepted, JsonAnswers json) {
        this.events = events;
        this.addOnce = addOnce;
        this.accepted = accepted;
        this.json = json;
    }

    /**
     * Adds an event.
     *
     * @param body as it came: under the same key another is refused
     * @param added what is told of an event that was added, by its id and event.com's word for it
     */
    public Uni<RestResponse<byte[]>> add(NewEvent event, byte[] body, RoutingContext request,
            BiFunction<String, byte[], Done> added) {
        String client = Caller.subject(request).orElse("");
        // One client's keys are nothing to another.
        Optional<String> key = IdempotencyKey.read(lines(request.request(), IdempotencyKey.HEADER))
                .map(given -> client.isEmpty() ? given : client + ' ' + given);
        Prefer prefer = Prefer.read(lines(request.request(), Prefer.HEADER));
        if (prefer.respondAsync() && accepted.isOn()) {
            return accept(event, body, client, key, prefer, request, added);
        }
        return key.map(given -> addOnce(given, event, body, request, added))
                .orElseGet(() -> events.add(event).map(result -> added.apply(result.id(), result.receipt())))
                .map(AddResource::answer);
    }

    private Uni<Done> addOnce(String key, NewEvent event, byte[] body, RoutingContext request,
            BiFunction<String, byte[], Done> added) {
        return addOnce.add(key, body, event, added, () -> replayed(request.response()));
    }

    private Uni<RestResponse<byte[]>> accept(NewEvent event, byte[] body, String client, Optional<String> key, Prefer prefer,
            RoutingContext request, BiFunction<String, byte[], Done> added) {
        String id = accepted.newId();
        byte[] receipt = EventService.RECEIPT.getBytes(StandardCharsets.UTF_8);
        return accepted
                .accept(id, event, client, key.map(given -> new Use(given, body, added.apply(id, receipt))),
                        prefer.waiting().orElse(Duration.ZERO))
                .map(operation -> {
                    if (!operation.eventId().equals(id)) {
                        replayed(request.response());
                    }
                    return answer(operation, prefer, added);
                })
                .onFailure(PlainAddException.class)
                .recoverWithUni(() -> addOnce(key.orElseThrow(), event, body, request, added).map(AddResource::answer));
    }

    private static void replayed(HttpServerResponse response) {
        response.putHeader(IdempotencyKey.REPLAYED, "true");
    }

    private RestResponse<byte[]> answer(Operation operation, Prefer prefer, BiFunction<String, byte[], Done> added) {
        if (operation.state() == Operation.State.DELIVERED && prefer.waiting().isPresent()) {
            return answer(added.apply(operation.eventId(), operation.receipt().getBytes(StandardCharsets.UTF_8)));
        }
        return RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, json.bytes(OperationView.of(operation)))
                .header(HttpHeaders.LOCATION, OperationResource.PATH + '/' + operation.id())
                .header(Prefer.APPLIED, Prefer.RESPOND_ASYNC).build();
    }

    private static RestResponse<byte[]> answer(Done done) {
        return done.location() == null ? RestResponse.ok(done.body())
                : RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, done.body())
                        .header(HttpHeaders.LOCATION, done.location()).build();
    }
}

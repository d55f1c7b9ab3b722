package io.eventmanagement.event;

import static io.eventmanagement.web.ReadAnswers.lines;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.RestResponse;

import io.eventmanagement.delivery.KeyUse;
import io.eventmanagement.delivery.Operation;
import io.eventmanagement.delivery.OperationResource;
import io.eventmanagement.delivery.OperationView;
import io.eventmanagement.idempotency.IdempotencyKey;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Done;
import io.eventmanagement.idempotency.PlainAddException;
import io.eventmanagement.security.Caller;
import io.eventmanagement.time.Deadline;
import io.eventmanagement.web.JsonAnswers;
import io.eventmanagement.web.Prefer;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/**
 * What the resources that add events share, how such a request is answered: at once, once for its {@code
 * Idempotency-Key}, or accepted for later.
 */
@ApplicationScoped
public class AddRequests {

    private final EventService events;
    private final AddOnce addOnce;
    private final AcceptedAdds accepted;
    private final Deadline deadline;
    private final JsonAnswers json;

    AddRequests(EventService events, AddOnce addOnce, AcceptedAdds accepted, Deadline deadline, JsonAnswers json) {
        this.events = events;
        this.addOnce = addOnce;
        this.accepted = accepted;
        this.deadline = deadline;
        this.json = json;
    }

    /**
     * A request as it is worked on.
     *
     * @param client a token's subject, empty without tokens
     * @param key the client's own {@code Idempotency-Key}, which is nothing to others
     */
    private record Request(NewEvent event, byte[] body, String client, Optional<String> key, Prefer prefer,
            BiFunction<String, byte[], Done> added, RoutingContext http) {

        private void replayed() {
            http.response().putHeader(IdempotencyKey.REPLAYED, "true");
        }
    }

    /**
     * Adds an event.
     *
     * @param body as it came: under the same key another is refused
     * @param added what is told of an event that was added, by its id and event.com's word for it
     */
    public Uni<RestResponse<byte[]>> add(NewEvent event, byte[] body, RoutingContext http,
            BiFunction<String, byte[], Done> added) {
        String client = Caller.subject(http).orElse("");
        Optional<String> key = IdempotencyKey.read(lines(http.request(), IdempotencyKey.HEADER))
                .map(given -> client.isEmpty() ? given : client + ' ' + given);
        Prefer prefer = accepted.isOn() ? Prefer.read(lines(http.request(), Prefer.HEADER)) : Prefer.NOTHING;
        Request request = new Request(event, body, client, key, prefer, added, http);
        if (prefer.respondAsync()) {
            // What has to be found out before it, of the key or the user, counts as well.
            return deadline.bound(accept(request));
        }
        return (key.isPresent() ? addOnce(request)
                : events.add(event).map(result -> added.apply(result.id(), result.receipt()))).map(AddRequests::answer);
    }

    private Uni<Done> addOnce(Request request) {
        return addOnce.add(request.key().orElseThrow(), request.body(), request.event(), request.added(), request::replayed);
    }

    private Uni<RestResponse<byte[]>> accept(Request request) {
        return accepted
                .accept(request.event(), request.client(), request.key().map(key -> new KeyUse(key, request.body())),
                        request.prefer().waiting().orElse(Duration.ZERO))
                .map(now -> {
                    if (!now.isNew()) {
                        request.replayed();
                    }
                    return answer(now.operation(), request);
                })
                .onFailure(PlainAddException.class).recoverWithUni(() -> addOnce(request).map(AddRequests::answer));
    }

    private RestResponse<byte[]> answer(Operation operation, Request request) {
        if (operation.state() == Operation.State.DELIVERED && request.prefer().waiting().isPresent()) {
            return answer(request.added().apply(operation.eventId(), operation.receipt().getBytes(StandardCharsets.UTF_8)));
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

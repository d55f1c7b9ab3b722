package io.eventmanagement.delivery;

import java.util.Optional;
import java.util.UUID;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

import io.eventmanagement.security.Caller;
import io.eventmanagement.web.JsonAnswers;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** What became of an add that was accepted. */
@Path(OperationResource.PATH)
@Tag(name = "v1")
@Produces(MediaType.APPLICATION_JSON)
public class OperationResource {

    public static final String PATH = "/api/v1/operations";

    private final Deliveries deliveries;
    private final JsonAnswers json;

    OperationResource(Deliveries deliveries, JsonAnswers json) {
        this.deliveries = deliveries;
        this.json = json;
    }

    @GET
    @Path("/{id}")
    @org.eclipse.microprofile.openapi.annotations.Operation(operationId = "getOperation", summary = "What became of an add that was accepted", description = "Only where the service has a database, and only for the client whose add it is.")
    @APIResponse(responseCode = "200", description = "The operation. Retry-After says when to ask again, while it isn't over.", content = @Content(schema = @Schema(implementation = OperationView.class)))
    public Uni<RestResponse<byte[]>> find(
            @Parameter(description = "The operation's id.", example = "0190b4d6-6b1a-7cc3-98c4-5f4f2b8a2d10") @RestPath String id,
            @Context RoutingContext request) {
        Optional<UUID> known = deliveries.isOn() ? uuid(id) : Optional.empty();
        if (known.isEmpty()) {
            throw new NoSuchOperationException();
        }
        return deliveries.find(known.get()).map(found -> answer(found
                .filter(operation -> !Caller.isNameless(request))
                .filter(operation -> operation.client().equals(Caller.subject(request).orElse("")))
                .orElseThrow(NoSuchOperationException::new)));
    }

    private RestResponse<byte[]> answer(Operation operation) {
        RestResponse.ResponseBuilder<byte[]> answer = RestResponse.ResponseBuilder
                .ok(json.bytes(OperationView.of(operation))).header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (operation.state().isOpen()) {
            answer.header(HttpHeaders.RETRY_AFTER, 1);
        }
        return answer.build();
    }

    private static Optional<UUID> uuid(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.toString().equalsIgnoreCase(id) ? Optional.of(uuid) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

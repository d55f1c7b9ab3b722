package io.eventmanagement.legacy;

import static io.eventmanagement.web.ReadAnswers.answer;
import static io.eventmanagement.web.ReadAnswers.wish;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

import io.eventmanagement.delivery.OperationView;
import io.eventmanagement.event.AddRequests;
import io.eventmanagement.event.EventService;
import io.eventmanagement.event.NewEventReader;
import io.eventmanagement.idempotency.IdempotencyKey;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Done;
import io.eventmanagement.user.UserService;
import io.eventmanagement.web.Prefer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** The four original routes (docs/contract.md, "The four original routes"), which pass on event.com's JSON field for field. */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "original")
abstract class LegacyRoutes {

    /** The schema of event.com's objects in the API's description; they are passed on field for field. */
    @Schema(name = "AnyObject", type = SchemaType.OBJECT, additionalProperties = Schema.True.class, examples = "{\"id\":1,\"name\":\"Event 1\",\"userId\":1}")
    interface AnyObject {
    }

    /** The schema of event.com's confirmation that an event was added. */
    @Schema(name = "Receipt", additionalProperties = Schema.True.class)
    record Receipt(@Schema(required = true, examples = "true") boolean success) {
    }

    /** The schema of an event to add; NewEventReader reads it. */
    @Schema(name = "NewEventOfOriginalRoutes", additionalProperties = Schema.True.class)
    record EventToAdd(
            @Schema(required = true, minLength = 1, description = "1 to 200 characters, not counting white space around it.", examples = "Launch") String name,
            @Schema(required = true, oneOf = {
                    String.class, Number.class }, examples = "1") Object userId,
            @Schema(maxLength = 2000, nullable = true, examples = "At noon") String details){
    }

    private static final byte[] MARK = "addEvent ".getBytes(StandardCharsets.US_ASCII);

    private final UserService users;
    private final EventService events;
    private final NewEventReader newEvents;
    private final AddRequests adds;

    LegacyRoutes(UserService users, EventService events, NewEventReader newEvents, AddRequests adds) {
        this.users = users;
        this.events = events;
        this.newEvents = newEvents;
        this.adds = adds;
    }

    @GET
    @Path("/getUsers")
    @Operation(summary = "All users, as event.com has them")
    @APIResponse(responseCode = "200", description = "The users.", content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = AnyObject.class)))
    public Uni<RestResponse<byte[]>> getUsers(@Context HttpServerRequest request) {
        return users.all(wish(request)).map(users -> answer(users, request));
    }

    @GET
    @Path("/getEvents")
    @Operation(summary = "All events, as event.com has them")
    @APIResponse(responseCode = "200", description = "The events.", content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = AnyObject.class)))
    public Uni<RestResponse<byte[]>> getEvents(@Context HttpServerRequest request) {
        return events.all(wish(request)).map(events -> answer(events, request));
    }

    @GET
    @Path("/getEventsByUserId/{id}")
    @Operation(summary = "A user's events, as event.com has them, in the order of the user's list")
    @APIResponse(responseCode = "200", description = "The events.", content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = AnyObject.class)))
    public Uni<RestResponse<byte[]>> getEventsByUserId(
            @Parameter(description = "The user's id.", example = "1") @RestPath String id,
            @Context HttpServerRequest request) {
        return events.ofUser(id, wish(request)).map(events -> answer(events, request));
    }

    @POST
    @Path("/addEvent")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Adds an event", description = "Members that aren't known here are passed on to event.com.")
    @Parameter(name = IdempotencyKey.HEADER, in = ParameterIn.HEADER, description = "1 to 255 visible ASCII characters.", schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 255))
    @Parameter(name = Prefer.HEADER, in = ParameterIn.HEADER, description = "respond-async: the event may be accepted now and delivered later; wait=N: how many seconds the answer may wait for the delivery (RFC 7240). Ignored by a service without a database.", schema = @Schema(type = SchemaType.STRING), example = "respond-async, wait=5")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = EventToAdd.class)))
    @APIResponse(responseCode = "202", description = "The event was accepted and is being delivered.", headers = {
            @Header(name = "Location", description = "Where to ask what became of it.", schema = @Schema(type = SchemaType.STRING)),
            @Header(name = Prefer.APPLIED, description = "respond-async", schema = @Schema(type = SchemaType.STRING)) }, content = @Content(schema = @Schema(implementation = OperationView.class)))
    @APIResponse(responseCode = "200", description = "event.com's own word that it was added.", content = @Content(schema = @Schema(implementation = Receipt.class)))
    public Uni<RestResponse<byte[]>> addEvent(byte[] body, @Context RoutingContext request) {
        boolean hasKey = request.request().headers().contains(IdempotencyKey.HEADER);
        return adds.add(newEvents.read(body), hasKey ? distinct(body) : body, request,
                (id, receipt) -> new Done(receipt, null));
    }

    /** Another answer than version 1's: a key of that isn't one of this. */
    private static byte[] distinct(byte[] body) {
        byte[] distinct = Arrays.copyOf(MARK, MARK.length + body.length);
        System.arraycopy(body, 0, distinct, MARK.length, body.length);
        return distinct;
    }
}

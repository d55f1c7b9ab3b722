package io.eventmanagement.event;

import static io.eventmanagement.web.ReadAnswers.wish;

import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

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
import io.eventmanagement.idempotency.IdempotencyKey;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Done;
import io.eventmanagement.paging.PageRequest;
import io.eventmanagement.web.JsonAnswers;
import io.eventmanagement.web.PageParameters;
import io.eventmanagement.web.Prefer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Events in version 1 of the API. */
@Path("/api/v1")
@Tag(name = "v1")
@Produces(MediaType.APPLICATION_JSON)
class EventResource {

    /** How a page of events is described. */
    @Schema(name = "EventPage")
    record EventPage(@Schema(required = true) List<Event> items,
            @Schema(required = true, nullable = true, description = PageRequest.ABOUT_NEXT, examples = "YWZ0ZXI6NTA") String next) {
    }

    /** How an event to be added is described; NewEventReader reads it. */
    @Schema(name = "NewEvent", additionalProperties = Schema.False.class)
    record EventToAdd(
            @Schema(required = true, minLength = 1, description = "1 to 200 characters, not counting white space around it.", examples = "Launch") String name,
            @Schema(required = true, minLength = 1, maxLength = 200, examples = "1") String userId,
            @Schema(maxLength = 2000, examples = "At noon") String details) {
    }

    private final EventService events;
    private final NewEventReader newEvents;
    private final AddRequests adds;
    private final JsonAnswers json;

    EventResource(EventService events, NewEventReader newEvents, AddRequests adds, JsonAnswers json) {
        this.events = events;
        this.newEvents = newEvents;
        this.adds = adds;
        this.json = json;
    }

    @GET
    @Path("/users/{id}/events")
    @Operation(operationId = "listEventsOfUser", summary = "A user's events, page by page", description = "In the order of the user's list. Only the page's events are fetched from event.com. An event that it lists but doesn't know is left out, so a page may have fewer than its limit.")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = PageRequest.ABOUT_LIMIT, schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = PageRequest.ABOUT_CURSOR, schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "A page of events.", content = @Content(schema = @Schema(implementation = EventPage.class)))
    public Uni<RestResponse<byte[]>> ofUser(@Parameter(description = "The user's id.", example = "1") @RestPath String id,
            @Context UriInfo uri, @Context HttpServerRequest request) {
        PageRequest page = PageParameters.read(uri);
        return events.pageOfUser(id, page, wish(request)).map(found -> json.answer(found, page, request));
    }

    @GET
    @Path("/events")
    @Operation(operationId = "listEvents", summary = "All events, page by page")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = PageRequest.ABOUT_LIMIT, schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = PageRequest.ABOUT_CURSOR, schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = "A page of events.", content = @Content(schema = @Schema(implementation = EventPage.class)))
    public Uni<RestResponse<byte[]>> list(
            @Context UriInfo uri, @Context HttpServerRequest request) {
        PageRequest page = PageParameters.read(uri);
        return events.page(page, wish(request)).map(found -> json.answer(found, page, request));
    }

    @GET
    @Path("/events/{key}")
    @Operation(operationId = "getEvent", summary = "One event")
    @APIResponse(responseCode = "200", description = "The event.", content = @Content(schema = @Schema(implementation = Event.class)))
    public Uni<RestResponse<byte[]>> byKey(
            @Parameter(description = "The event's key.", example = "event-3") @RestPath String key,
            @Context HttpServerRequest request) {
        return events.byKey(key, wish(request)).map(event -> json.answer(event, request));
    }

    @POST
    @Path("/events")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "addEvent", summary = "Adds an event", description = "With an Idempotency-Key a request may be repeated: within 24 hours the same key and body get the same answer, with Idempotent-Replayed: true, and one event is added. A failure is never answered from memory: after one that had no effect (503, 422, no connection) the event is added as if for the first time; after any other, event.com is asked whether it has the event.")
    @Parameter(name = IdempotencyKey.HEADER, in = ParameterIn.HEADER, description = "1 to 255 visible ASCII characters.", schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 255))
    @Parameter(name = Prefer.HEADER, in = ParameterIn.HEADER, description = "respond-async: the event may be accepted now and delivered later; wait=N: how many seconds the answer may wait for the delivery (RFC 7240). Ignored by a service without a database.", schema = @Schema(type = SchemaType.STRING), example = "respond-async, wait=5")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = EventToAdd.class)))
    @APIResponse(responseCode = "202", description = "The event was accepted and is being delivered.", headers = {
            @Header(name = "Location", description = "Where to ask what became of it.", schema = @Schema(type = SchemaType.STRING)),
            @Header(name = Prefer.APPLIED, description = "respond-async", schema = @Schema(type = SchemaType.STRING)) }, content = @Content(schema = @Schema(implementation = OperationView.class)))
    @APIResponse(responseCode = "201", description = "The event was added.", headers = {
            @Header(name = "Location", description = "Where it is.", schema = @Schema(type = SchemaType.STRING)),
            @Header(name = IdempotencyKey.REPLAYED, description = "true if an earlier request with this Idempotency-Key added it.", schema = @Schema(type = SchemaType.STRING)) }, content = @Content(schema = @Schema(implementation = Event.class)))
    public Uni<RestResponse<byte[]>> add(byte[] body, @Context RoutingContext request) {
        NewEvent event = newEvents.readV1(body);
        return adds.add(event, body, request, (id, receipt) -> new Done(json.bytes(event.as(id)), "/api/v1/events/" + id));
    }
}

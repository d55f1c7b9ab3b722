package io.eventmanagement.legacy;

import static io.eventmanagement.web.ReadAnswers.answer;
import static io.eventmanagement.web.ReadAnswers.wish;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

import io.eventmanagement.event.EventService;
import io.eventmanagement.event.NewEventReader;
import io.eventmanagement.user.UserService;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;

/** The four original routes (docs/contract.md, "The four original routes"), which pass on event.com's JSON field for field. */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "original")
abstract class LegacyRoutes {

    /** How what event.com sent is described: it is passed on field for field. */
    @Schema(name = "AnyObject", type = SchemaType.OBJECT, additionalProperties = Schema.True.class, examples = "{\"id\":1,\"name\":\"Event 1\",\"userId\":1}")
    interface AnyObject {
    }

    /** How event.com's word that an event was added is described. */
    @Schema(name = "Receipt", additionalProperties = Schema.True.class)
    record Receipt(@Schema(required = true, examples = "true") boolean success) {
    }

    /** How an event to be added is described; NewEventReader reads it. */
    @Schema(name = "NewEventOfOriginalRoutes", additionalProperties = Schema.True.class)
    record EventToAdd(
            @Schema(required = true, minLength = 1, description = "1 to 200 characters, not counting white space around it.", examples = "Launch") String name,
            @Schema(required = true, oneOf = {
                    String.class, Number.class }, examples = "1") Object userId,
            @Schema(maxLength = 2000, nullable = true, examples = "At noon") String details){
    }

    private final UserService users;
    private final EventService events;
    private final NewEventReader newEvents;

    LegacyRoutes(UserService users, EventService events, NewEventReader newEvents) {
        this.users = users;
        this.events = events;
        this.newEvents = newEvents;
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
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = EventToAdd.class)))
    @APIResponse(responseCode = "200", description = "event.com's own word that it was added.", content = @Content(schema = @Schema(implementation = Receipt.class)))
    public Uni<byte[]> addEvent(byte[] body) {
        return events.add(newEvents.read(body)).map(EventService.Added::receipt);
    }
}

package io.eventmanagement.legacy;

import static io.eventmanagement.web.ReadAnswers.answer;
import static io.eventmanagement.web.ReadAnswers.wish;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.RestPath;

import io.eventmanagement.event.EventService;
import io.eventmanagement.event.NewEventReader;
import io.eventmanagement.user.UserService;
import io.smallrye.mutiny.Uni;

/** The four original routes (CONTRACT.md, 2), which pass on event.com's JSON field for field. */
@Produces(MediaType.APPLICATION_JSON)
abstract class LegacyRoutes {

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
    public Uni<Response> getUsers(@Context HttpHeaders request) {
        return users.all(wish(request)).map(users -> answer(users, request));
    }

    @GET
    @Path("/getEvents")
    public Uni<Response> getEvents(@Context HttpHeaders request) {
        return events.all(wish(request)).map(events -> answer(events, request));
    }

    @GET
    @Path("/getEventsByUserId/{id}")
    public Uni<Response> getEventsByUserId(@RestPath String id, @Context HttpHeaders request) {
        return events.ofUser(id, wish(request)).map(events -> answer(events, request));
    }

    @POST
    @Path("/addEvent")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<byte[]> addEvent(byte[] body) {
        return events.add(newEvents.read(body));
    }
}

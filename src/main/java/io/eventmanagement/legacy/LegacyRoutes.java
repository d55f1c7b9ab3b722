package io.eventmanagement.legacy;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

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
    public Uni<byte[]> getUsers() {
        return users.all();
    }

    @GET
    @Path("/getEvents")
    public Uni<byte[]> getEvents() {
        return events.all();
    }

    @GET
    @Path("/getEventsByUserId/{id}")
    public Uni<byte[]> getEventsByUserId(@RestPath String id) {
        return events.ofUser(id);
    }

    @POST
    @Path("/addEvent")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<byte[]> addEvent(byte[] body) {
        return events.add(newEvents.read(body));
    }
}

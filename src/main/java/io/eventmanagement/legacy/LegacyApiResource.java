package io.eventmanagement.legacy;

import jakarta.ws.rs.Path;

import io.eventmanagement.event.AddRequests;
import io.eventmanagement.event.EventService;
import io.eventmanagement.event.NewEventReader;
import io.eventmanagement.user.UserService;

/** The original routes under {@code /api}, where one family of earlier clients expects them. */
@Path("/api")
class LegacyApiResource extends LegacyRoutes {

    LegacyApiResource(UserService users, EventService events, NewEventReader newEvents, AddRequests adds) {
        super(users, events, newEvents, adds);
    }
}

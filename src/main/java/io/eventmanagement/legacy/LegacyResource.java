package io.eventmanagement.legacy;

import jakarta.ws.rs.Path;

import io.eventmanagement.event.AddRequests;
import io.eventmanagement.event.EventService;
import io.eventmanagement.event.NewEventReader;
import io.eventmanagement.user.UserService;

/** The original routes at the root, where most clients call them. */
@Path("/")
class LegacyResource extends LegacyRoutes {

    LegacyResource(UserService users, EventService events, NewEventReader newEvents, AddRequests adds) {
        super(users, events, newEvents, adds);
    }
}

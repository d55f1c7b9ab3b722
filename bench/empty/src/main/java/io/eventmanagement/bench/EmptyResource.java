package io.eventmanagement.bench;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.smallrye.common.annotation.NonBlocking;

/** Takes what {@code addEvent} takes and does nothing, on the event loop. */
@Path("/addEvent")
public class EmptyResource {

    @POST
    @NonBlocking
    public void add() {
    }
}

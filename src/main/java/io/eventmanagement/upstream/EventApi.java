package io.eventmanagement.upstream;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.eventmanagement.runtime.ConnectionGuard;
import io.eventmanagement.runtime.ConnectionOptions;
import io.smallrye.mutiny.Uni;

/**
 * event.com's five operations, as docs/contract.md describes them. An answer is the promised JSON ({@link PromisedJsonReader}),
 * or null if it is empty. {@link StatusMapper} turns every status that isn't a success into an exception.
 */
@RegisterRestClient(configKey = "event-api")
@RegisterProvider(StatusMapper.class)
@RegisterProvider(CallHeaders.class)
@RegisterProvider(ConnectionGuard.class)
@RegisterProvider(ConnectionOptions.class)
interface EventApi {

    @GET
    @Path("/getUsers")
    Uni<Answer.Listing> getUsers();

    @GET
    @Path("/getEvents")
    Uni<Answer.Listing> getEvents();

    @GET
    @Path("/getUserById/{id}")
    Uni<Answer.User> getUserById(@RestPath String id);

    @GET
    @Path("/getEventById/{key}")
    Uni<Answer.Event> getEventById(@RestPath String key);

    @POST
    @Path("/addEvent")
    Uni<Answer.Receipt> addEvent(ObjectNode event);
}

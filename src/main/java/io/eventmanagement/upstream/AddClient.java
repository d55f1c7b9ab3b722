package io.eventmanagement.upstream;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.eventmanagement.circuit.Circuits;
import io.smallrye.mutiny.Uni;

/**
 * event.com's one write. It is never retried: event.com could have stored the event before it failed. Its circuit isn't the
 * engine's, which knows neither a window in time nor waits that grow, but {@link Circuits#addEvent()}.
 */
@Singleton
public class AddClient {

    private final EventApi api;

    AddClient(@RestClient EventApi api) {
        this.api = api;
    }

    /** @param event with its {@code id} */
    @Timeout
    public Uni<Answer.Receipt> addEvent(ObjectNode event) {
        return api.addEvent(event).onItem().ifNull().failWith(UpstreamException::emptyBody);
    }
}

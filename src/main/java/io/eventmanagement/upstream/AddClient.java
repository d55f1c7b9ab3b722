package io.eventmanagement.upstream;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.eventmanagement.circuit.Circuits;
import io.smallrye.mutiny.Uni;

/**
 * Calls event.com's one write. It is never retried, since event.com could have stored the event before it failed; a call
 * whose token was refused is made once more by {@link Credentials}. Its circuit is {@link Circuits#addEvent()}, since the
 * engine's has neither a window of time nor growing waits.
 */
@Singleton
public class AddClient {

    private final EventApi api;
    private final CallReports.Operation addEvent;

    AddClient(@RestClient EventApi api, CallReports reports) {
        this.api = api;
        this.addEvent = reports.add();
    }

    /** @param event the event with its {@code id} */
    @Timeout
    public Uni<Answer.Receipt> addEvent(ObjectNode event) {
        return addEvent.begin(CredentialsRefusedException.ofProxyIn(api.addEvent(event)).onItem().ifNull()
                .failWith(UpstreamException::emptyBody));
    }
}

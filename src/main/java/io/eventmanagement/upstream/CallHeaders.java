package io.eventmanagement.upstream;

import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;

import org.jboss.logging.MDC;

/**
 * Sends with each call the id of the client's request, so that the logs of both sides can be matched, and our credentials, if
 * event.com wants any.
 */
@Singleton
public class CallHeaders implements ClientRequestFilter {

    private final Credentials credentials;

    CallHeaders(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public void filter(ClientRequestContext request) {
        Object id = MDC.get("requestId");
        if (id != null) {
            request.getHeaders().putSingle("X-Request-Id", id);
        }
        credentials.addTo(request.getHeaders());
    }
}

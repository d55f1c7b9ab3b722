package io.eventmanagement.upstream;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;

import org.jboss.logging.MDC;

/** Sends the id of the client's request to event.com, so that the logs of both sides can be matched. */
public class RequestIdSender implements ClientRequestFilter {

    @Override
    public void filter(ClientRequestContext request) {
        Object id = MDC.get("requestId");
        if (id != null) {
            request.getHeaders().putSingle("X-Request-Id", id);
        }
    }
}

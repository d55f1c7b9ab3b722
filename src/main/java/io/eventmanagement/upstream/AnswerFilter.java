package io.eventmanagement.upstream;

import jakarta.ws.rs.client.ClientResponseContext;

import org.jboss.resteasy.reactive.client.impl.ClientRequestContextImpl;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientResponseFilter;

/**
 * Refuses an empty answer where a body is promised. The REST client would make it a null, and the circuit a success; only
 * from the two look-ups is it an answer, "there is none" (docs/contract.md, "event.com, as it is"). A plain response filter
 * would be
 * run on a worker thread, for each answer.
 */
public class AnswerFilter implements ResteasyReactiveClientResponseFilter {

    @Override
    public void filter(ResteasyReactiveClientRequestContext request, ClientResponseContext response) {
        if (response.getStatus() / 100 == 2 && !response.hasEntity() && !isLookup(request) && !hasFailed(request)) {
            throw UpstreamException.badAnswer("an empty body");
        }
    }

    private static boolean isLookup(ResteasyReactiveClientRequestContext request) {
        String path = request.getUri().getRawPath();
        return path.contains("/getUserById/") || path.contains("/getEventById/");
    }

    /** A call that failed while its answer came in passes here too, and its exception says more. */
    private static boolean hasFailed(ResteasyReactiveClientRequestContext request) {
        return ((ClientRequestContextImpl) request).getRestClientRequestContext().getThrowable() != null;
    }
}

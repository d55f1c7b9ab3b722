package io.eventmanagement.upstream;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;

/**
 * Refuses an empty answer where a body is promised. The REST client would make it a null, and the circuit a success; only
 * from the two look-ups is it an answer, "there is none" (CONTRACT.md, event.com's quirks).
 */
public class AnswerFilter implements ClientResponseFilter {

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        if (response.getStatus() / 100 == 2 && !response.hasEntity() && !isLookup(request)) {
            throw UpstreamException.badAnswer("an empty body");
        }
    }

    private static boolean isLookup(ClientRequestContext request) {
        String path = request.getUri().getRawPath();
        return path.contains("/getUserById/") || path.contains("/getEventById/");
    }
}

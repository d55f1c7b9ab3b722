package io.eventmanagement.management;

import java.net.URI;
import java.net.URISyntaxException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Refuses what a page of another site has an operator's browser send to the management port: browsers send such a {@code POST}
 * without
 * asking, and say where it comes from (Fetch Metadata; RFC 6454, 7).
 */
@ApplicationScoped
class ForeignPages {

    void register(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE + 1).handler(ForeignPages::check);
    }

    private static void check(RoutingContext request) {
        HttpMethod method = request.request().method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || isOfOurs(request.request())) {
            request.next();
        } else {
            request.fail(403);
        }
    }

    private static boolean isOfOurs(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        String origin = request.getHeader("Origin");
        return origin == null || isHost(origin, request.getHeader("Host"));
    }

    private static boolean isHost(String origin, String host) {
        try {
            String authority = new URI(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}

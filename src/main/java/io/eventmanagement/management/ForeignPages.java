package io.eventmanagement.management;

import java.net.URI;
import java.net.URISyntaxException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;

/**
 * Refuses what a page of another site has an operator's browser send to the management port: browsers send such a {@code POST}
 * without asking, and say where it comes from (Fetch Metadata; RFC 6454, 7). What such a page asks for it can't read: Quarkus
 * allows that to every site on the management port.
 */
@ApplicationScoped
class ForeignPages {

    void register(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE + 2).handler(ForeignPages::check);
    }

    private static void check(RoutingContext request) {
        request.addHeadersEndHandler(
                sent -> request.response().headers().remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN));
        HttpMethod method = request.request().method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || isOurs(request.request())) {
            request.next();
        } else {
            request.fail(new ForeignPageException());
        }
    }

    private static boolean isOurs(HttpServerRequest request) {
        return request.headers().getAll("Sec-Fetch-Site").stream()
                .allMatch(site -> site.equals("same-origin") || site.equals("none"))
                && request.headers().getAll("Origin").stream().allMatch(origin -> isOf(origin, request.authority()));
    }

    /** @param authority for which the request is; null if it doesn't say */
    static boolean isOf(String origin, HostAndPort authority) {
        try {
            URI uri = new URI(origin);
            // Which is left out by either side.
            int usual = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
            return uri.getHost() != null && authority != null && uri.getHost().equalsIgnoreCase(authority.host())
                    && port(uri.getPort(), usual) == port(authority.port(), usual);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static int port(int given, int usual) {
        return given < 0 ? usual : given;
    }
}

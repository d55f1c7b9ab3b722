package io.eventmanagement.security;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.ext.web.RoutingContext;

/** Tells a request that asks for it what Quarkus keeps ready to check its token, once JAX-RS has looked at that. */
@Singleton
class LeftOverChecks {

    static final String HEADER = "X-Test-Left-Over";

    void register(@Observes Filters filters) {
        filters.register(LeftOverChecks::tell, SecurityHandlerPriorities.AUTHENTICATION - 2);
    }

    private static void tell(RoutingContext request) {
        if (request.request().getHeader(HEADER) != null) {
            request.response().putHeader(HEADER, request.get(QuarkusHttpUser.AUTH_FAILURE_HANDLER) + " "
                    + request.get(QuarkusHttpUser.DEFERRED_IDENTITY_KEY));
        }
        request.next();
    }
}

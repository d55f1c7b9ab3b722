package io.eventmanagement.runtime;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.ext.web.RoutingContext;

/**
 * Ends what Quarkus gets ready for tokens that fail later than here, as none does. JAX-RS would look for the resource of each
 * request twice, and tell meters and traces that a request refused in between was for {@code //addEvent}
 * ({@code ResteasyReactiveRecorder.defaultAuthFailureHandler}).
 */
@Singleton
class NoSecondLookup {

    /** Behind Quarkus' own filter of this place, which checks the token, and before the one of JAX-RS. */
    void register(@Observes Filters filters) {
        filters.register(NoSecondLookup::prevent, SecurityHandlerPriorities.AUTHENTICATION);
    }

    private static void prevent(RoutingContext request) {
        request.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        request.next();
    }
}

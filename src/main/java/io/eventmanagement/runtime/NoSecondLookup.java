package io.eventmanagement.runtime;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.ext.web.RoutingContext;

/**
 * Removes Quarkus' handler for tokens that fail later than here, since none does. With that handler, JAX-RS would look up the
 * resource of each request twice, and report a request that was refused in between to meters and traces as {@code //addEvent}
 * ({@code ResteasyReactiveRecorder.defaultAuthFailureHandler}).
 */
@Singleton
class NoSecondLookup {

    /** After Quarkus' own filter of this priority, which checks the token, and before that of JAX-RS. */
    void register(@Observes Filters filters) {
        filters.register(NoSecondLookup::prevent, SecurityHandlerPriorities.AUTHENTICATION);
    }

    private static void prevent(RoutingContext request) {
        request.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        request.next();
    }
}

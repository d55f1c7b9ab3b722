package io.eventmanagement.security;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

import io.eventmanagement.security.TokenRefusedException.Why;
import io.eventmanagement.settings.OidcConfig;
import io.eventmanagement.time.Time;
import io.eventmanagement.web.FilterOrder;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets a request through that needs no token, or has one with the scope that it needs. In two steps, between which the limiter
 * counts it. Not by Quarkus' own policies: they come after the body has been read, and answer in their own shapes.
 */
@ApplicationScoped
class TokenGate {

    private static final Logger LOG = Logger.getLogger(TokenGate.class);

    private static final String REFUSED = TokenRefusedException.class.getName();

    /** For the keys to be fetched; with those that are known a check takes no time. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final OidcConfig config;
    private final HttpAuthenticator authenticator;
    private final IssuerWatch issuer;

    TokenGate(OidcConfig config, HttpAuthenticator authenticator, Time time) {
        this.config = config;
        this.authenticator = authenticator;
        this.issuer = new IssuerWatch(time);
    }

    void register(@Observes Filters filters) {
        filters.register(TokenGate::leaveNoOtherCheck, SecurityHandlerPriorities.AUTHENTICATION);
        if (config.enabled()) {
            filters.register(this::checkToken, FilterOrder.TOKEN);
            filters.register(TokenGate::checkScope, FilterOrder.SCOPE);
        }
    }

    /**
     * Quarkus is ready now to check a token itself when a resource asks for it, which none does. It would stay so until the end
     * of the request, and JAX-RS would look for the request's resource twice, in case the check fails.
     */
    private static void leaveNoOtherCheck(RoutingContext request) {
        request.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        request.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
        request.next();
    }

    private void checkToken(RoutingContext request) {
        if (scope(request).isEmpty()) {
            request.next();
        } else if (!hasToken(request)) {
            refuse(Why.MISSING, "This needs a bearer token with the scope " + scope(request).get() + ".", request);
        } else if (issuer.mayTry()) {
            Context context = Vertx.currentContext();
            authenticator.attemptAuthentication(request).ifNoItem().after(LONGEST).fail()
                    .subscribe().with(identity -> context.runOnContext(now -> identified(identity, request)),
                            failure -> context.runOnContext(now -> failed(failure, request)));
        } else {
            refuse(Why.UNCHECKED, null, request);
        }
    }

    private void identified(SecurityIdentity identity, RoutingContext request) {
        issuer.succeeded();
        if (identity != null && identity.getPrincipal() instanceof JsonWebToken token) {
            Caller.is(token, request);
            request.next();
        } else {
            refuse(Why.INVALID, "The bearer token is not valid.", request);
        }
    }

    private void failed(Throwable failure, RoutingContext request) {
        if (failure instanceof AuthenticationFailedException || failure instanceof AuthenticationException) {
            issuer.succeeded();
            LOG.debugf(failure, "A token was refused");
            refuse(Why.INVALID, "The bearer token is not valid.", request);
        } else {
            issuer.failed();
            LOG.warnf("Tokens can't be checked: %s", failure.toString());
            refuse(Why.UNCHECKED, null, request);
        }
    }

    private static void refuse(Why why, String message, RoutingContext request) {
        request.put(REFUSED, new TokenRefusedException(why, message));
        request.next();
    }

    private static void checkScope(RoutingContext request) {
        Optional<String> needed = scope(request);
        TokenRefusedException refused = request.get(REFUSED);
        if (refused != null) {
            challenge(refused, needed.get(), request);
        } else if (needed.isEmpty() || Caller.token(request).filter(token -> Caller.has(needed.get(), token)).isPresent()) {
            request.next();
        } else {
            challenge(new TokenRefusedException(Why.WITHOUT_SCOPE, "This needs the scope " + needed.get() + "."),
                    needed.get(), request);
        }
    }

    /** RFC 6750, 3: who sent no token is told no error. */
    private static void challenge(TokenRefusedException refused, String scope, RoutingContext request) {
        String challenge = switch (refused.why()) {
            case MISSING -> "Bearer scope=\"" + scope + "\"";
            case INVALID -> "Bearer error=\"invalid_token\"";
            case WITHOUT_SCOPE -> "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"";
            case UNCHECKED -> null;
        };
        if (challenge != null) {
            request.response().putHeader("WWW-Authenticate", challenge);
        }
        request.fail(refused);
    }

    private static boolean hasToken(RoutingContext request) {
        String authorization = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
    }

    private static Optional<String> scope(RoutingContext request) {
        return Access.scope(request.request().method().name(), request.normalizedPath());
    }
}

package io.eventmanagement.security;

import java.security.Permission;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.eventmanagement.security.TokenRefusedException.Why;
import io.eventmanagement.settings.OidcConfig;
import io.quarkus.security.StringPermission;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets a request through if it needs no token, or has one with the scope that it needs. The policy has no name, so Quarkus
 * applies it to every request, whatever its path. Whatever isn't known to be open is closed.
 */
@ApplicationScoped
class ScopePolicy implements HttpSecurityPolicy {

    private final OidcConfig config;

    ScopePolicy(OidcConfig config) {
        this.config = config;
    }

    @Override
    public Uni<CheckResult> checkPermission(RoutingContext request, Uni<SecurityIdentity> caller,
            AuthorizationRequestContext context) {
        Optional<String> scope = config.enabled() ? Access.scope(request) : Optional.empty();
        if (scope.isEmpty()) {
            return CheckResult.permit();
        }
        Optional<TokenRefusedException> refused = TokenMechanism.refused(request);
        if (refused.isPresent()) {
            return refuse(refused.get(), scope.get(), request);
        }
        return caller.flatMap(identity -> identity.checkPermission(permission(scope.get())))
                .flatMap(isGranted -> isGranted ? CheckResult.permit()
                        : refuse(new TokenRefusedException(Why.WITHOUT_SCOPE, "The token needs the scope " + scope.get() + "."),
                                scope.get(), request));
    }

    /** The permission that Quarkus makes of a token's scope: {@code name:action}. */
    private static Permission permission(String scope) {
        int colon = scope.indexOf(':');
        return new StringPermission(scope.substring(0, colon), scope.substring(colon + 1));
    }

    /** RFC 6750, 3: a request without a token isn't told an error. */
    private static Uni<CheckResult> refuse(TokenRefusedException refused, String scope, RoutingContext request) {
        String challenge = switch (refused.why()) {
            case MISSING -> "Bearer scope=\"" + scope + "\"";
            case INVALID -> "Bearer error=\"invalid_token\"";
            case WITHOUT_SCOPE -> "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"";
            case UNCHECKED -> null;
        };
        if (challenge != null) {
            request.response().putHeader("WWW-Authenticate", challenge);
        }
        return Uni.createFrom().failure(refused);
    }
}

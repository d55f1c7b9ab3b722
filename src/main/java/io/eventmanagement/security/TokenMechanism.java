package io.eventmanagement.security;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

import io.eventmanagement.security.TokenRefusedException.Why;
import io.eventmanagement.settings.OidcConfig;
import io.eventmanagement.time.Time;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets Quarkus' OIDC check the token of a request that needs one. A token that is refused doesn't end the request here: the
 * rate limiter counts the request first, then {@link ScopePolicy} refuses it.
 */
@Alternative
@Priority(1) // replaces Quarkus' own mechanism and delegates to it
@ApplicationScoped
class TokenMechanism implements HttpAuthenticationMechanism {

    /** Quarkus' own setting, which applies here as well. */
    @ConfigMapping(prefix = "")
    interface IssuerConfig {

        @WithName("quarkus.oidc.connection-timeout")
        Duration connectionTimeout();
    }

    private static final Logger LOG = Logger.getLogger(TokenMechanism.class);

    private static final String REFUSED = TokenRefusedException.class.getName();

    private final OidcConfig config;
    private final OidcAuthenticationMechanism oidc;
    private final IssuerWatch watch;
    private final Duration patience;

    /** @param issuer how long to wait for the issuer's keys; once they are known, a check takes no time */
    TokenMechanism(OidcConfig config, OidcAuthenticationMechanism oidc, Time time, IssuerConfig issuer) {
        this.config = config;
        this.oidc = oidc;
        this.patience = issuer.connectionTimeout();
        this.watch = new IssuerWatch(time);
    }

    /** Why a request has no identity; empty if it has one, or needs none. */
    static Optional<TokenRefusedException> refused(RoutingContext request) {
        return Optional.ofNullable(request.get(REFUSED));
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        Optional<String> scope = config.enabled() ? Access.scope(request) : Optional.empty();
        if (scope.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        if (!hasToken(request)) {
            return refuse(Why.MISSING, "This request needs a bearer token with the scope " + scope.get() + ".", request);
        }
        if (!watch.mayTry()) {
            return refuse(Why.UNCHECKED, null, request);
        }
        Context context = Vertx.currentContext();
        return oidc.authenticate(request, identities)
                .ifNoItem().after(patience).fail()
                .emitOn(task -> context.runOnContext(now -> task.run()))
                .onItemOrFailure().transformToUni((identity, failure) -> failure == null ? identified(identity, request)
                        : failed(failure, request));
    }

    private static boolean hasToken(RoutingContext request) {
        String authorization = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
    }

    private Uni<SecurityIdentity> identified(SecurityIdentity identity, RoutingContext request) {
        watch.succeeded();
        if (identity != null && identity.getPrincipal() instanceof JsonWebToken token) {
            Caller.is(token, request);
            return Uni.createFrom().item(identity);
        }
        return refuse(Why.INVALID, "The bearer token is not valid.", request);
    }

    private Uni<SecurityIdentity> failed(Throwable failure, RoutingContext request) {
        if (failure instanceof AuthenticationFailedException || failure instanceof AuthenticationException) {
            watch.succeeded();
            LOG.debugf(failure, "A token was refused");
            return refuse(Why.INVALID, "The bearer token is not valid.", request);
        }
        if (!isOfTheIssuer(failure)) {
            // Quarkus fails on some texts that aren't tokens before it asks the issuer.
            watch.untried();
            LOG.debugf(failure, "A token can't be read");
            return refuse(Why.INVALID, "The bearer token is not valid.", request);
        }
        watch.failed();
        LOG.warnf("Tokens can't be checked: %s", failure.toString());
        return refuse(Why.UNCHECKED, null, request);
    }

    private static boolean isOfTheIssuer(Throwable failure) {
        return failure instanceof OIDCException || failure instanceof TimeoutException || failure instanceof IOException
                || failure instanceof VertxException;
    }

    private static Uni<SecurityIdentity> refuse(Why why, String message, RoutingContext request) {
        request.put(REFUSED, new TokenRefusedException(why, message));
        return Uni.createFrom().nullItem();
    }

    /** Never used: {@link ScopePolicy} says what is missing. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }
}

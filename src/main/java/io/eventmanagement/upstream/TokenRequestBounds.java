package io.eventmanagement.upstream;

import jakarta.inject.Singleton;

import io.eventmanagement.settings.EventApiConfig;
import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;

/**
 * Ends a request to the token endpoint that isn't answered. Quarkus' client has no time-out for it: after five of them its
 * connections would be used up for ever.
 */
@Singleton
@Unremovable
@OidcEndpoint(OidcEndpoint.Type.TOKEN)
class TokenRequestBounds implements OidcRequestFilter {

    private final long millis;

    TokenRequestBounds(EventApiConfig config) {
        this.millis = AccessTokens.patience(config).toMillis();
    }

    @Override
    public Uni<Void> filter(OidcRequestFilterContext context) {
        context.request().timeout(millis);
        return Uni.createFrom().voidItem();
    }
}

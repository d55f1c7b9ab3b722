package io.eventmanagement.upstream;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.eventmanagement.settings.EventApiConfig;
import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.client.HttpRequest;

/**
 * Ends a request to the token endpoint that isn't answered, and bounds the size of an answer. Quarkus' client does neither:
 * after five requests without an answer its connections would be used up for ever.
 */
@Singleton
@Unremovable
@OidcEndpoint(OidcEndpoint.Type.TOKEN)
class TokenRequestBounds implements OidcRequestFilter {

    /** More than any token that a header could hold, and what is said with it. */
    static final int MOST_BYTES = 64 * 1024;

    private final Duration patience;

    @Inject
    TokenRequestBounds(EventApiConfig config) {
        this(AccessTokens.patience(config));
    }

    TokenRequestBounds(Duration patience) {
        this.patience = patience;
    }

    @Override
    public Uni<Void> filter(OidcRequestFilterContext context) {
        bound(context.request().getDelegate());
        return Uni.createFrom().voidItem();
    }

    /** The time-out is until the answer begins. */
    void bound(HttpRequest<?> request) {
        request.timeout(patience.toMillis()).as(new TokenAnswerBounds(MOST_BYTES));
    }
}

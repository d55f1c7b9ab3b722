package io.eventmanagement.upstream;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Time;
import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.client.HttpRequest;

/**
 * Ends a request to the token endpoint that isn't answered, or whose answer is endless. Quarkus' client bounds neither: after
 * five of them its connections would be used up for ever.
 */
@Singleton
@Unremovable
@OidcEndpoint(OidcEndpoint.Type.TOKEN)
class TokenRequestBounds implements OidcRequestFilter {

    /** More than any token that a header could hold, and what is said with it. */
    static final int MOST_BYTES = 64 * 1024;

    private final Duration patience;
    private final Time time;

    @Inject
    TokenRequestBounds(EventApiConfig config, Time time) {
        this(AccessTokens.patience(config), time);
    }

    TokenRequestBounds(Duration patience, Time time) {
        this.patience = patience;
        this.time = time;
    }

    @Override
    public Uni<Void> filter(OidcRequestFilterContext context) {
        bound(context.request().getDelegate());
        return Uni.createFrom().voidItem();
    }

    /** The time-out is for silence only. */
    void bound(HttpRequest<?> request) {
        long end = time.nanos() + patience.toNanos();
        request.timeout(patience.toMillis()).as(new TokenAnswerBounds(MOST_BYTES, () -> time.nanos() - end > 0));
    }
}

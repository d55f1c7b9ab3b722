package io.eventmanagement.upstream;

import java.util.Optional;
import java.util.function.Supplier;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;

import io.eventmanagement.settings.CredentialsConfig;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;

/** Who we are to event.com: an API key, an access token, a client certificate, or nobody (docs/upstream.md, "Credentials"). */
@Singleton
public class Credentials {

    /** The key under which a Vert.x context keeps the token of its call. */
    private static final String TOKEN = Credentials.class.getName();

    private final String keyHeader;
    /** Null if there is none, and so are the tokens. */
    private final String key;
    private final AccessTokens tokens;
    private final boolean isSomebody;
    private final boolean hasProxy;

    Credentials(CredentialsConfig config, AccessTokens tokens) {
        this.keyHeader = config.keyHeader();
        this.key = config.key().orElse(null);
        this.tokens = config.oauthTokenUrl().isPresent() ? tokens : null;
        this.isSomebody = key != null || this.tokens != null || config.tlsCert().isPresent();
        this.hasProxy = config.proxy().isPresent();
    }

    /**
     * Makes a call once there is a token for it, and once more with another one if event.com doesn't accept the first. This is
     * outside of the circuits: whether there is a token says nothing about event.com.
     */
    public <T> Uni<T> with(Supplier<Uni<T>> call) {
        return with(call, () -> Optional.of(call.get()));
    }

    /** @param again makes the call once more; empty if it is too late for that, and event.com's refusal stands */
    public <T> Uni<T> with(Supplier<Uni<T>> call, Supplier<Optional<Uni<T>>> again) {
        // Deferred, so that it goes on in the context of whoever makes the call, and not of whoever has it made.
        return tokens == null ? call.get()
                : Uni.createFrom().deferred(tokens::get).flatMap(token -> carry(token, call)
                        .onFailure(CredentialsRefusedException::asksForAnother)
                        .recoverWithUni(refused -> tokens.insteadOf(token)
                                .flatMap(another -> another.flatMap(other -> carry(other, again))
                                        .orElseGet(() -> Uni.createFrom().failure(refused)))));
    }

    /** The call has this token, and not one that is fetched until it is sent: else another one would be called refused. */
    private static <T> T carry(AccessToken token, Supplier<T> call) {
        if (VertxContext.isOnDuplicatedContext()) {
            ContextLocals.put(TOKEN, token);
        }
        return call.get();
    }

    private Optional<AccessToken> token() {
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.<AccessToken> get(TOKEN).or(tokens::known)
                : tokens.known();
    }

    void addTo(MultivaluedMap<String, Object> headers) {
        if (key != null) {
            headers.putSingle(keyHeader, key);
        }
        if (tokens != null) {
            token().ifPresent(token -> headers.putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + token.value()));
        }
    }

    /** Whether this status is about our credentials and not about the client's request. */
    boolean areMeantBy(int status) {
        return (status == 401 || status == 403) && isSomebody || status == 407 && hasProxy;
    }
}

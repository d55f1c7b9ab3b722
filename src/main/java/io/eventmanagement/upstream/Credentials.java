package io.eventmanagement.upstream;

import java.util.function.Supplier;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;

import io.eventmanagement.settings.CredentialsConfig;
import io.smallrye.mutiny.Uni;

/** Who we are to event.com: an API key, an access token, a client certificate, or nobody (docs/upstream.md, "Credentials"). */
@Singleton
public class Credentials {

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
     * Makes a call once there is a token for it, and once more with another one if event.com doesn't take the first. This is
     * outside of the circuits: whether there is a token says nothing about event.com.
     */
    public <T> Uni<T> with(Supplier<Uni<T>> call) {
        // Deferred, so that it goes on in the context of whoever makes the call, and not of whoever has it made.
        return tokens == null ? call.get()
                : Uni.createFrom().deferred(tokens::get).flatMap(token -> call.get()
                        .onFailure(CredentialsRefusedException::asksForAnother)
                        .recoverWithUni(refused -> tokens.insteadOf(token).flatMap(another -> another.isPresent() ? call.get()
                                : Uni.createFrom().failure(refused))));
    }

    void addTo(MultivaluedMap<String, Object> headers) {
        if (key != null) {
            headers.putSingle(keyHeader, key);
        }
        if (tokens != null) {
            tokens.known().ifPresent(token -> headers.putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + token.value()));
        }
    }

    /** Whether this status is about our credentials and not about the client's request. */
    boolean areMeantBy(int status) {
        return (status == 401 || status == 403) && isSomebody || status == 407 && hasProxy;
    }
}

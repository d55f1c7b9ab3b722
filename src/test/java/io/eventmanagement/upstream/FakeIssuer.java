package io.eventmanagement.upstream;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.eventmanagement.settings.Configured;
import io.eventmanagement.settings.CredentialsConfig;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Time;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;

/** Gives tokens out when a test says so. */
public final class FakeIssuer implements OidcClient {

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<UniEmitter<? super Tokens>> asked = new LinkedBlockingQueue<>();
    private volatile boolean isBroken;

    /** Of a service that has nothing but tokens. */
    public Credentials credentials() {
        SmallRyeConfig config = Configured.with(Map.of("EVENT_API_OAUTH_TOKEN_URL", "http://localhost/token",
                "EVENT_API_OAUTH_CLIENT_ID", "me", "EVENT_API_OAUTH_CLIENT_SECRET", "secret"));
        CredentialsConfig credentials = config.getConfigMapping(CredentialsConfig.class);
        return new Credentials(credentials, new AccessTokens(this, vertx, Time.SYSTEM, new TokenEndpointLog(Time.SYSTEM),
                config.getConfigMapping(EventApiConfig.class), credentials));
    }

    /** To whoever asked first, or asks next. */
    public void give(String token) throws InterruptedException {
        asked.poll(10, TimeUnit.SECONDS)
                .complete(new Tokens(token, Instant.now().getEpochSecond() + 3600, null, null, null, null, "me"));
    }

    /** It throws what it should fail with. */
    void breakDown() {
        isBroken = true;
    }

    Vertx vertx() {
        return vertx;
    }

    @Override
    public Uni<Tokens> getTokens(Map<String, String> parameters) {
        if (isBroken) {
            throw new IllegalStateException("closed");
        }
        return Uni.createFrom().<Tokens> emitter(asked::add);
    }

    @Override
    public Uni<Tokens> refreshTokens(String token, Map<String, String> parameters) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Boolean> revokeAccessToken(String token, Map<String, String> parameters) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

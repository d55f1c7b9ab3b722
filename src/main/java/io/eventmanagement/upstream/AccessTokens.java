package io.eventmanagement.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.eventmanagement.runtime.ContextExecutor;
import io.eventmanagement.settings.CredentialsConfig;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Durations;
import io.eventmanagement.time.Time;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Access tokens for event.com, fetched by Quarkus' OIDC client and kept by a {@link TokenKeeper}. Quarkus' own filter for REST
 * clients isn't used. It fetches below the circuits, which would take a token endpoint that is down for an event.com that is
 * down, and only when a call waits for the token. It bounds neither the time nor how often (docs/adr/0014-credentials.md).
 */
@Singleton
public class AccessTokens {

    /** How long a call waits at most for a token, if its deadline allows it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** What a header may hold (RFC 6750, 2.1, and a little more). */
    private static final String TOKEN = "[!-~]{1,16000}";

    private final OidcClient client;
    private final Vertx vertx;
    private final Time time;
    private final TokenEndpointLog log;
    private final Duration patience;
    private final TokenKeeper keeper;

    /** Not a client's request's: attempts outlive those. Null while this is off. */
    private final Context context;
    private final AtomicLong failures = new AtomicLong();

    AccessTokens(OidcClient client, Vertx vertx, Time time, TokenEndpointLog log, EventApiConfig eventApi,
            CredentialsConfig config) {
        this.client = client;
        this.vertx = vertx;
        this.time = time;
        this.log = log;
        this.patience = patience(eventApi);
        this.context = config.oauthTokenUrl().isPresent() ? vertx.getOrCreateContext() : null;
        this.keeper = new TokenKeeper(this::ask, this::after, time);
    }

    static Duration patience(EventApiConfig eventApi) {
        return Durations.shorter(PATIENCE, eventApi.deadline().dividedBy(2));
    }

    /** Fetches the first one, and doesn't wait for it. */
    void start(@Observes StartupEvent start) {
        if (context != null) {
            keeper.get();
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        keeper.stop();
    }

    Uni<AccessToken> get() {
        return here(keeper.get());
    }

    Uni<Optional<AccessToken>> insteadOf(AccessToken refused) {
        return here(keeper.insteadOf(refused));
    }

    Optional<AccessToken> known() {
        return keeper.known();
    }

    /** Goes on in the Vert.x context of whoever asks. */
    private static <T> Uni<T> here(CompletableFuture<T> future) {
        Context here = Vertx.currentContext();
        Uni<T> told = Uni.createFrom().emitter(emitter -> future.whenComplete((value, thrown) -> {
            if (thrown == null) {
                emitter.complete(value);
            } else {
                emitter.fail(thrown.getCause() instanceof UpstreamException e ? e : thrown);
            }
        }));
        return here == null || future.isDone() ? told : told.emitOn(ContextExecutor.of(here));
    }

    private void ask(CompletableFuture<AccessToken> answer) {
        context.runOnContext(now -> {
            log.asked();
            // Deferred, since the client may also throw what it should fail with.
            Uni.createFrom().deferred(() -> client.getTokens()).map(this::token)
                    .ifNoItem().after(patience).fail()
                    .subscribe().with(token -> given(answer, token), thrown -> failed(answer, thrown));
        });
    }

    private void given(CompletableFuture<AccessToken> answer, AccessToken token) {
        log.given();
        answer.complete(token);
    }

    private void failed(CompletableFuture<AccessToken> answer, Throwable thrown) {
        failures.incrementAndGet();
        try {
            log.failed(thrown);
        } finally {
            answer.completeExceptionally(thrown);
        }
    }

    /** Whether event.com requires tokens. */
    public boolean isOn() {
        return context != null;
    }

    /** Seconds since 1970 until which there is a token; infinite if that isn't known, 0 if there is none. */
    public double validUntil() {
        return keeper.validUntil()
                .map(end -> end.equals(Instant.MAX) ? Double.POSITIVE_INFINITY : end.toEpochMilli() / 1000.0).orElse(0.0);
    }

    /** Whether event.com requires one and there is none. */
    public boolean isLacking() {
        return isOn() && keeper.validUntil().isEmpty();
    }

    /** How often the endpoint gave none. */
    public long failures() {
        return failures.get();
    }

    private AccessToken token(Tokens tokens) {
        String value = tokens.getAccessToken();
        if (value == null || !value.matches(TOKEN)) {
            throw new IllegalStateException("no access token");
        }
        return new AccessToken(value,
                Optional.ofNullable(tokens.getAccessTokenExpiresAt()).map(end -> life(end, time.instant())));
    }

    /** @param end in seconds; Quarkus adds what the endpoint says to the time of day, and a huge number overflows */
    static Duration life(long end, Instant now) {
        long soonest = now.getEpochSecond();
        long latest = soonest + AccessToken.LONGEST_LIFE.toSeconds();
        return Duration.between(now, Instant.ofEpochSecond(end < 0 ? latest : Math.min(Math.max(end, soonest), latest)));
    }

    private Cancellable after(Duration wait, Runnable task) {
        long timer = vertx.setTimer(wait.toMillis(), now -> task.run());
        return () -> vertx.cancelTimer(timer);
    }
}

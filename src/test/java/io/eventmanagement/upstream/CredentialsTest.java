package io.eventmanagement.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;

/** Which token a call has, and when it is made once more. */
class CredentialsTest {

    private static final Duration TIME = Duration.ofSeconds(10);

    private final FakeIssuer issuer = new FakeIssuer();
    private final Credentials credentials = issuer.credentials();
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        issuer.close();
    }

    private String authorization() {
        MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
        credentials.addTo(headers);
        return String.valueOf(headers.getFirst("Authorization"));
    }

    /** event.com's answer, which takes one token. */
    private Uni<String> answer(String takes) {
        String authorization = authorization();
        sent.add(authorization);
        return authorization.equals("Bearer " + takes) ? Uni.createFrom().item("yes")
                : Uni.createFrom().failure(new CredentialsRefusedException(401));
    }

    @Test
    void aCallWhoseTokenIsRefusedIsMadeOnceMoreWithAnother() throws Exception {
        CompletableFuture<String> answer = credentials.with(() -> answer("b")).subscribeAsCompletionStage();
        issuer.give("a");
        issuer.give("b");

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("yes");
        assertThat(sent).containsExactly("Bearer a", "Bearer b");
    }

    @Test
    void aCallForWhichItIsTooLateIsNotMadeOnceMoreAndItsRefusalStands() throws Exception {
        CompletableFuture<String> answer = credentials.with(() -> answer("b"), Optional::empty).subscribeAsCompletionStage();
        issuer.give("a");
        issuer.give("b");

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(CredentialsRefusedException.class);
        assertThat(sent).containsExactly("Bearer a");
    }

    @Test
    void aTokenThatIsGivenAgainIsNotSentAgain() throws Exception {
        CompletableFuture<String> answer = credentials.with(() -> answer("b")).subscribeAsCompletionStage();
        issuer.give("a");
        issuer.give("a");

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(CredentialsRefusedException.class);
        assertThat(sent).containsExactly("Bearer a");
    }

    @Test
    void aCallIsSentWithTheTokenThatItBeganWith() throws Exception {
        Context context = VertxContext.createNewDuplicatedContext(issuer.vertx().getOrCreateContext());
        CompletableFuture<Void> began = new CompletableFuture<>();
        context.runOnContext(now -> credentials.with(() -> {
            began.complete(null);
            return Uni.createFrom().nothing();
        }).subscribe().with(never -> {
        }));
        issuer.give("a");
        began.get(10, TimeUnit.SECONDS);

        CompletableFuture<String> another = credentials.with(() -> answer("b")).subscribeAsCompletionStage();
        issuer.give("b");
        another.get(10, TimeUnit.SECONDS);

        CompletableFuture<String> late = new CompletableFuture<>();
        context.runOnContext(now -> late.complete(authorization()));
        assertThat(late.get(10, TimeUnit.SECONDS)).isEqualTo("Bearer a");
    }

    @Test
    void whereTheClientThrowsThereIsNoToken() {
        issuer.breakDown();

        assertThatThrownBy(() -> credentials.with(() -> answer("a")).await().atMost(TIME))
                .isInstanceOfSatisfying(UpstreamException.class, thrown -> assertThat(thrown.failure())
                        .isEqualTo(UpstreamFailure.CREDENTIALS_UNAVAILABLE));
        assertThat(sent).isEmpty();
    }
}

package io.eventmanagement.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Predicate;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.eventmanagement.idempotency.IdempotencyStore.Outcome;
import io.eventmanagement.resilience.Time;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;

/**
 * Does a piece of work once for each {@code Idempotency-Key}, and gives those who repeat it the same answer (IETF draft
 * "The Idempotency-Key HTTP Header Field").
 */
@ApplicationScoped
public class Idempotency {

    private static final Duration KEEP = Duration.ofHours(24);
    private static final long MAX_BYTES = 32L * 1024 * 1024;

    private final IdempotencyStore store;

    Idempotency(IdempotencyStore store) {
        this.store = store;
    }

    /** The store, as long as nobody brings another. */
    static class Store {

        @Produces
        @Singleton
        @DefaultBean
        IdempotencyStore inMemory(Time time) {
            return new MemoryIdempotencyStore(KEEP, MAX_BYTES, time);
        }
    }

    /**
     * Does the work, unless it was done under this key. Once begun it goes on even if the client hangs up: it is to be known
     * how it ended.
     *
     * @param work ends by itself
     * @param mayHaveTakenEffect tells failures after which the work must not be done again
     * @return the work's outcome, or what it was the first time; fails with {@link KeyInUseException} or
     *         {@link KeyReusedException}, too
     */
    public Uni<Outcome> once(String key, byte[] body, Supplier<Uni<? extends Outcome>> work,
            Predicate<Throwable> mayHaveTakenEffect) {
        return store.claim(key, fingerprint(body)).flatMap(claim -> switch (claim.state()) {
            case NEW -> run(key, work, mayHaveTakenEffect);
            case RUNNING -> Uni.createFrom().failure(new KeyInUseException());
            case OTHER_BODY -> Uni.createFrom().failure(new KeyReusedException());
            case DONE -> claim.outcome().failure() == null ? Uni.createFrom().item(claim.outcome())
                    : Uni.createFrom().failure(claim.outcome().failure());
        });
    }

    private Uni<Outcome> run(String key, Supplier<Uni<? extends Outcome>> work, Predicate<Throwable> mayHaveTakenEffect) {
        return Uni.createFrom().emitter(emitter -> Uni.createFrom().<Outcome> deferred(work)
                .call(outcome -> store.complete(key, outcome))
                .onFailure().call(thrown -> mayHaveTakenEffect.test(thrown)
                        ? store.complete(key, new Outcome(null, null, thrown))
                        : store.release(key))
                .subscribe().with(emitter::complete, emitter::fail));
    }

    private static String fingerprint(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return new String(Base64.getEncoder().encode(digest), StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}

package io.eventmanagement.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.eventmanagement.database.Database;
import io.eventmanagement.idempotency.IdempotencyStore.Claim;
import io.eventmanagement.idempotency.IdempotencyStore.Result;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Done;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Doubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.InDoubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.NotDone;
import io.eventmanagement.settings.DeliveryConfig;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Time;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/**
 * Does a piece of work once for each {@code Idempotency-Key}, and gives those who repeat it the same answer (IETF draft
 * "The Idempotency-Key HTTP Header Field"). Only what was done is answered from memory. A failure never is: after one that had
 * no effect the work is done as if for the first time, and after any other it is found out what became of it.
 */
@ApplicationScoped
public class Idempotency {

    private static final Duration KEEP = Duration.ofHours(24);
    private static final long MAX_BYTES = 32L * 1024 * 1024;

    /** Longer than any deadline may be set to: what still runs then was lost. */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(15);

    private final IdempotencyStore store;
    private final Time time;

    Idempotency(IdempotencyStore store, Time time) {
        this.store = store;
        this.time = time;
    }

    /** In the database, if there is one. */
    static class Store {

        @Produces
        @Singleton
        @DefaultBean
        IdempotencyStore store(Database database, BoundAdds bound, EventApiConfig eventApi, DeliveryConfig delivery,
                Vertx vertx, Time time) {
            return database.isConfigured() ? inDatabase(database, bound, eventApi, delivery, vertx, time) : inMemory(time);
        }

        /** A call that is begun just before the deadline has its time, and event.com as much as after any other. */
        static IdempotencyStore inDatabase(Database database, BoundAdds bound, EventApiConfig eventApi,
                DeliveryConfig delivery, Vertx vertx, Time time) {
            Duration longestTurn = eventApi.deadline().plus(eventApi.addTimeout()).plus(delivery.settle());
            return new DatabaseIdempotencyStore(database, bound, longestTurn, delivery.settle(), vertx, time);
        }

        static IdempotencyStore inMemory(Time time) {
            return new MemoryIdempotencyStore(KEEP, LONGEST_TURN, MAX_BYTES, time);
        }
    }

    /** What is to be done once. It ends by itself, and tells failures as a {@link Result}. */
    public interface Work {

        /** @param id for what is made */
        Uni<Result> begin(String id);

        /**
         * Finds out what became of the work, and does it if it wasn't done.
         *
         * @param id that what was made has, if it was made
         */
        Uni<Result> resume(String id, Doubt doubt);

        /**
         * The answer to work that was done outside of this, by {@link BoundAdds}.
         *
         * @param id that what was made has
         * @param receipt event.com's word for it
         */
        Done delivered(String id, byte[] receipt);
    }

    /**
     * Does the work, unless it was done under this key. Once begun it goes on even if the client hangs up: it is to be known
     * how it ended.
     *
     * @param id for what is made, should the key be new
     * @param replayed is told before an answer that was given before is given again
     * @return the answer; fails with {@link KeyInUseException} or {@link KeyReusedException}, too
     */
    public Uni<Done> once(String key, byte[] body, String id, Work work, Runnable replayed) {
        // Also if the client hangs up while the key is claimed: somebody has to end its turn.
        return Uni.createFrom().emitter(client -> claimed(key, body, id, work, replayed).subscribe()
                .with(client::complete, client::fail));
    }

    private Uni<Done> claimed(String key, byte[] body, String id, Work work, Runnable replayed) {
        return store.claim(key, fingerprint(body), id).flatMap(claim -> switch (claim.state()) {
            case NEW -> run(key, claim, () -> work.begin(claim.id()));
            case IN_DOUBT -> run(key, claim, () -> work.resume(claim.id(), claim.doubt()));
            case RUNNING -> Uni.createFrom().failure(new KeyInUseException());
            case OTHER_BODY -> Uni.createFrom().failure(new KeyReusedException());
            case DELIVERED -> Uni.createFrom().item(work.delivered(claim.id(), claim.done().body())).invoke(replayed);
            case DONE -> Uni.createFrom().item(claim.done()).invoke(replayed);
        });
    }

    private Uni<Done> run(String key, Claim claim, Supplier<Uni<? extends Result>> work) {
        return Uni.createFrom().<Result> deferred(work)
                .onFailure().recoverWithItem(this::unexpected)
                .call(result -> store.end(key, claim, result))
                .flatMap(result -> result instanceof Done done ? Uni.createFrom().item(done)
                        : Uni.createFrom().failure(result instanceof NotDone none ? none.told() : ((InDoubt) result).told()));
    }

    /** After how long what was under way when nobody waited for it any more has taken effect, or won't. */
    public Duration settle() {
        return store.settle();
    }

    /** Nobody knows how far the work had come. */
    private Result unexpected(Throwable thrown) {
        return new InDoubt(thrown, new Doubt(thrown, time.nanos() + store.settle().toNanos()));
    }

    static String fingerprint(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return new String(Base64.getEncoder().encode(digest), StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}

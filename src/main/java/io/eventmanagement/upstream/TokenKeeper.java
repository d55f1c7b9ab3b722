package io.eventmanagement.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.eventmanagement.time.Durations;
import io.eventmanagement.time.Time;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * Keeps one access token, and has it renewed when three quarters of its life are over. So calls needn't wait for it, and its
 * endpoint may be out for the last quarter. However many calls there are, the endpoint is asked by a timer, and once a second
 * at most where event.com accepts no token. While there is none, and the last attempt has failed, nobody waits.
 */
final class TokenKeeper {

    static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Between a token and its renewal, however soon it ends: calls fetch the next one then, if there are any. */
    static final Duration SOONEST_RENEWAL = Duration.ofSeconds(5);

    /** Runs a task once, after a while. */
    @FunctionalInterface
    interface Timer {

        Cancellable set(Duration wait, Runnable task);
    }

    private final Consumer<CompletableFuture<AccessToken>> endpoint;
    private final Timer timer;
    private final Time time;

    /** The token, until when it is valid, and whether that is known. */
    record Kept(AccessToken token, long end, boolean ends) {
    }

    private volatile Kept kept;

    /** Guarded by {@code this}, as is all below. Null while nobody asks. */
    private CompletableFuture<AccessToken> underWay;
    /** In a row. */
    private int failures;
    private long nextTry;
    /** Those that were set before don't count any more. */
    private int timers;
    private Cancellable alarm = () -> {
    };
    private boolean isOver;
    private boolean hasReplaced;
    private long replaced;

    /** @param endpoint asks for a token; completes the future, in time */
    TokenKeeper(Consumer<CompletableFuture<AccessToken>> endpoint, Timer timer, Time time) {
        this.endpoint = endpoint;
        this.timer = timer;
        this.time = time;
    }

    /** The token, valid or not. */
    Optional<AccessToken> known() {
        Kept last = kept;
        return last == null ? Optional.empty() : Optional.of(last.token);
    }

    /** Until when there is a token; {@link Instant#MAX} if that isn't known, empty if there is none. */
    Optional<Instant> validUntil() {
        Kept last = kept;
        return Optional.ofNullable(last).filter(this::isValid)
                .map(valid -> valid.ends ? time.instant().plusNanos(valid.end - time.nanos()) : Instant.MAX);
    }

    /** A token that is valid as far as is known. */
    CompletableFuture<AccessToken> get() {
        Kept last = kept;
        if (isValid(last)) {
            return CompletableFuture.completedFuture(last.token);
        }
        synchronized (this) {
            return failures > 0 ? CompletableFuture.failedFuture(unavailable()) : ask();
        }
    }

    private boolean isValid(Kept last) {
        return last != null && (!last.ends || time.nanos() - last.end < 0);
    }

    /** Another token than this one; empty if there is none, or can't be one so soon after the last. */
    CompletableFuture<Optional<AccessToken>> insteadOf(AccessToken refused) {
        CompletableFuture<AccessToken> asked;
        synchronized (this) {
            Kept last = kept;
            if (last != null && !last.token.value().equals(refused.value())) {
                return CompletableFuture.completedFuture(Optional.of(last.token));
            }
            if (failures > 0) {
                return CompletableFuture.failedFuture(unavailable());
            }
            if (underWay == null) {
                if (hasReplaced && time.nanos() - replaced < FIRST_WAIT.toNanos()) {
                    return CompletableFuture.completedFuture(Optional.empty());
                }
                hasReplaced = true;
                replaced = time.nanos();
            }
            asked = ask();
        }
        // The same one wouldn't be taken either.
        return asked.thenApply(token -> Optional.of(token).filter(another -> !another.value().equals(refused.value())));
    }

    private CompletableFuture<AccessToken> ask() {
        CompletableFuture<AccessToken> asked = underWay;
        if (asked == null) {
            timers++;
            alarm.cancel();
            asked = new CompletableFuture<>();
            underWay = asked;
            CompletableFuture<AccessToken> answer = new CompletableFuture<>();
            CompletableFuture<AccessToken> told = asked;
            answer.whenComplete((token, thrown) -> end(told, token));
            try {
                endpoint.accept(answer);
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }
        return asked;
    }

    /**
     * Whoever waits is told after the state has changed, and whatever goes wrong with that: calls that wait have a place in the
     * bulkhead.
     */
    private void end(CompletableFuture<AccessToken> told, AccessToken token) {
        try {
            settle(token);
        } finally {
            if (token != null) {
                told.complete(token);
            } else {
                told.completeExceptionally(unavailable());
            }
        }
    }

    private synchronized void settle(AccessToken token) {
        underWay = null;
        Duration wait;
        if (token != null) {
            failures = 0;
            Duration lifetime = token.lifetime().map(life -> Durations.longer(life, FIRST_WAIT)).orElse(Duration.ZERO);
            kept = new Kept(token, time.nanos() + lifetime.toNanos(), token.lifetime().isPresent());
            wait = lifetime.isZero() ? lifetime
                    : Durations.longer(lifetime.multipliedBy(3).dividedBy(4), SOONEST_RENEWAL);
        } else {
            failures++;
            wait = Durations.shorter(FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, 10)), LONGEST_WAIT);
            nextTry = time.nanos() + wait.toNanos();
        }
        if (!wait.isZero() && !isOver) {
            int set = ++timers;
            alarm = timer.set(wait, () -> renew(set));
        }
    }

    /** From now on only calls have a token fetched. */
    synchronized void stop() {
        isOver = true;
        timers++;
        alarm.cancel();
    }

    private synchronized void renew(int set) {
        if (set == timers) {
            ask();
        }
    }

    private synchronized UpstreamException unavailable() {
        Duration wait = Duration.ofNanos(Math.max(0, nextTry - time.nanos()));
        return new UpstreamException(UpstreamFailure.CREDENTIALS_UNAVAILABLE, "there is no access token",
                Durations.longer(wait, FIRST_WAIT));
    }
}

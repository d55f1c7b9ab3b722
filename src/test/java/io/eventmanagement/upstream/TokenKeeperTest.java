package io.eventmanagement.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.time.VirtualTime;
import io.smallrye.mutiny.subscription.Cancellable;

class TokenKeeperTest {

    private static final Duration LIFE = Duration.ofSeconds(400);

    private record Alarm(long due, Runnable task) {
    }

    private final VirtualTime time = new VirtualTime();
    private final Deque<CompletableFuture<AccessToken>> asked = new ArrayDeque<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private int attempts;

    private final TokenKeeper keeper = new TokenKeeper(answer -> {
        attempts++;
        asked.add(answer);
    }, this::set, time);

    private Cancellable set(Duration wait, Runnable task) {
        Alarm alarm = new Alarm(time.nanos() + wait.toNanos(), task);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    private void answer(String token, Duration life) {
        asked.remove().complete(new AccessToken(token, Optional.ofNullable(life)));
    }

    private void fail() {
        asked.remove().completeExceptionally(new IllegalStateException("down"));
    }

    /** Lets the time go by, and each alarm go off when it is due. */
    private void advance(Duration duration) {
        long end = time.nanos() + duration.toNanos();
        while (true) {
            Optional<Alarm> next = alarms.stream().filter(alarm -> alarm.due - end <= 0)
                    .min(Comparator.comparingLong(alarm -> alarm.due - end));
            if (next.isEmpty()) {
                time.advance(Duration.ofNanos(end - time.nanos()));
                return;
            }
            alarms.remove(next.get());
            time.advance(Duration.ofNanos(Math.max(0, next.get().due - time.nanos())));
            next.get().task.run();
        }
    }

    private static String value(CompletableFuture<AccessToken> token) {
        return token.isDone() ? token.join().value() : "waits";
    }

    private static UpstreamException thrown(CompletableFuture<?> failed) {
        try {
            failed.getNow(null);
        } catch (CompletionException e) {
            return (UpstreamException) e.getCause();
        }
        throw new AssertionError("it didn't fail");
    }

    private void assertUnavailable(CompletableFuture<?> token, Duration retryAfter) {
        assertThat(thrown(token).failure()).isEqualTo(UpstreamFailure.CREDENTIALS_UNAVAILABLE);
        assertThat(thrown(token).retryAfter()).contains(retryAfter);
    }

    @Test
    void allWhoWaitForTheFirstTokenShareOneAttempt() {
        CompletableFuture<AccessToken> one = keeper.get();
        CompletableFuture<AccessToken> other = keeper.get();
        assertThat(value(one)).isEqualTo("waits");

        answer("a", LIFE);

        assertThat(value(one)).isEqualTo("a");
        assertThat(value(other)).isEqualTo("a");
        assertThat(value(keeper.get())).isEqualTo("a");
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void aTokenIsRenewedAheadOfItsEndAndNobodyWaits() {
        keeper.get();
        answer("a", LIFE);

        advance(Duration.ofSeconds(300).minusMillis(1));
        assertThat(attempts).isEqualTo(1);
        advance(Duration.ofMillis(1));
        assertThat(attempts).isEqualTo(2);
        assertThat(value(keeper.get())).isEqualTo("a");

        answer("b", LIFE);
        assertThat(value(keeper.get())).isEqualTo("b");
        advance(Duration.ofSeconds(300));
        assertThat(attempts).isEqualTo(3);
    }

    @Test
    void aTokenIsGoodUntilItsEndWhileTheEndpointIsOut() {
        keeper.get();
        answer("a", LIFE);
        advance(Duration.ofSeconds(300));
        fail();

        while (time.instant().isBefore(VirtualTime.START.plus(LIFE).minusSeconds(5))) {
            advance(Duration.ofSeconds(1));
            asked.forEach(answer -> answer.completeExceptionally(new IllegalStateException("down")));
            asked.clear();
            assertThat(value(keeper.get())).isEqualTo("a");
        }
        advance(Duration.ofNanos(VirtualTime.START.plus(LIFE).getEpochSecond() * 1_000_000_000L
                - time.instant().getEpochSecond() * 1_000_000_000L - time.instant().getNano() - 1));
        assertThat(value(keeper.get())).isEqualTo("a");
        advance(Duration.ofNanos(1));
        assertThat(thrown(keeper.get()).failure()).isEqualTo(UpstreamFailure.CREDENTIALS_UNAVAILABLE);
    }

    @Test
    void whileTheEndpointIsOutNobodyWaitsAndItIsAskedAfterGrowingWaitsHoweverManyWantAToken() {
        CompletableFuture<AccessToken> first = keeper.get();
        fail();
        assertUnavailable(first, Duration.ofSeconds(1));

        List<Duration> waits = new ArrayList<>();
        Duration since = Duration.ZERO;
        while (waits.size() < 6) {
            assertThat(keeper.get()).isCompletedExceptionally();
            advance(Duration.ofMillis(500));
            since = since.plusMillis(500);
            if (!asked.isEmpty()) {
                assertThat(keeper.get()).as("while it is asked").isCompletedExceptionally();
                fail();
                waits.add(since);
                since = Duration.ZERO;
            }
        }

        assertThat(waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 5L, 5L, 5L);
        assertUnavailable(keeper.get(), Duration.ofSeconds(5));
    }

    @Test
    void onceTheEndpointIsBackThereIsATokenThoughNobodyAskedForOne() {
        keeper.get();
        fail();
        advance(Duration.ofSeconds(1));

        answer("a", LIFE);

        assertThat(value(keeper.get())).isEqualTo("a");
        keeper.insteadOf(keeper.get().join());
        assertThat(attempts).as("it may be replaced again").isEqualTo(3);
    }

    @Test
    void oneThatIsNotTakenIsReplacedOnceForAllWhoWereRefused() {
        keeper.get();
        answer("a", LIFE);
        AccessToken refused = keeper.get().join();

        CompletableFuture<Optional<AccessToken>> one = keeper.insteadOf(refused);
        CompletableFuture<Optional<AccessToken>> other = keeper.insteadOf(refused);
        answer("b", LIFE);
        CompletableFuture<Optional<AccessToken>> late = keeper.insteadOf(refused);

        assertThat(List.of(one, other, late)).allSatisfy(
                another -> assertThat(another.join()).map(AccessToken::value).contains("b"));
        assertThat(attempts).isEqualTo(2);
    }

    @Test
    void whereEventComTakesNoneTheEndpointIsAskedOnceASecondAtMost() {
        keeper.get();
        answer("a", LIFE);
        keeper.insteadOf(keeper.get().join());
        answer("b", LIFE);

        assertThat(keeper.insteadOf(keeper.get().join()).join()).isEmpty();
        advance(Duration.ofMillis(999));
        assertThat(keeper.insteadOf(keeper.get().join()).join()).isEmpty();
        assertThat(attempts).isEqualTo(2);
        advance(Duration.ofMillis(1));
        assertThat(keeper.insteadOf(keeper.get().join())).isNotDone();
        assertThat(attempts).isEqualTo(3);
    }

    @Test
    void oneThatIsNotTakenWhileTheEndpointIsOutIsItsFault() {
        keeper.get();
        answer("a", LIFE);
        AccessToken refused = keeper.get().join();
        CompletableFuture<Optional<AccessToken>> another = keeper.insteadOf(refused);
        fail();

        assertThat(thrown(another).failure()).isEqualTo(UpstreamFailure.CREDENTIALS_UNAVAILABLE);
        assertUnavailable(keeper.insteadOf(refused), Duration.ofSeconds(1));
        assertThat(attempts).isEqualTo(2);
    }

    @Test
    void aReplacedTokensTimerIsForgotten() {
        keeper.get();
        answer("a", LIFE);
        advance(Duration.ofSeconds(299));
        keeper.insteadOf(keeper.get().join());
        answer("b", LIFE);
        assertThat(alarms).hasSize(1);

        advance(Duration.ofSeconds(299));
        assertThat(attempts).isEqualTo(2);
        advance(Duration.ofSeconds(1));
        assertThat(attempts).isEqualTo(3);
    }

    @Test
    void oneWithoutAnEndIsKept() {
        keeper.get();
        answer("a", null);

        advance(Duration.ofDays(365));

        assertThat(value(keeper.get())).isEqualTo("a");
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void anEndpointWhoseTokensHaveEndedAlreadyIsNotAskedAllTheTime() {
        keeper.get();
        answer("a", Duration.ofSeconds(-5));

        assertThat(value(keeper.get())).isEqualTo("a");
        advance(Duration.ofSeconds(5).minusMillis(1));
        assertThat(attempts).isEqualTo(1);
        advance(Duration.ofMillis(1));
        assertThat(attempts).isEqualTo(2);
    }

    @Test
    void whereTokensEndSoonerThanTheyAreRenewedWhoeverNeedsOneHasItFetched() {
        keeper.get();
        answer("a", Duration.ofSeconds(2));
        advance(Duration.ofSeconds(2));
        assertThat(attempts).isEqualTo(1);

        CompletableFuture<AccessToken> next = keeper.get();
        answer("b", Duration.ofSeconds(2));

        assertThat(value(next)).isEqualTo("b");
        assertThat(attempts).isEqualTo(2);
        assertThat(alarms).as("one timer").hasSize(1);
    }

    @Test
    void atTheEndNoTimerIsLeftAndCallsStillHaveTokens() {
        keeper.get();
        answer("a", LIFE);

        keeper.stop();
        assertThat(alarms).isEmpty();
        assertThat(value(keeper.get())).isEqualTo("a");

        keeper.insteadOf(keeper.get().join());
        answer("b", LIFE);
        assertThat(value(keeper.get())).isEqualTo("b");
        assertThat(alarms).isEmpty();
    }

    @Test
    void itIsKnownUntilWhenThereIsAToken() {
        assertThat(keeper.validUntil()).isEmpty();

        keeper.get();
        answer("a", LIFE);
        assertThat(keeper.validUntil()).contains(VirtualTime.START.plus(LIFE));

        advance(Duration.ofSeconds(300));
        fail();
        time.advance(Duration.ofSeconds(100));
        assertThat(keeper.validUntil()).isEmpty();
    }

    /** As {@code expires_in}; the last is how Quarkus hands on one that is too large to be added to the time of day. */
    @ParameterizedTest
    @ValueSource(longs = { -1, 0, Integer.MAX_VALUE, 9_999_999_999L, Long.MAX_VALUE })
    void howeverLongATokenIsSaidToLiveThereIsOneAndItIsRenewedWithinADay(long seconds) {
        Duration life = AccessTokens.life(time.instant().getEpochSecond() + seconds, time.instant());
        CompletableFuture<AccessToken> waiting = keeper.get();

        answer("a", life);

        assertThat(life).isBetween(Duration.ZERO, Duration.ofDays(1));
        assertThat(value(waiting)).isEqualTo("a");
        assertThat(value(keeper.get())).isEqualTo("a");
        advance(Duration.ofDays(1));
        assertThat(attempts).isGreaterThan(1);
    }

    @Test
    void aLifeThatNoClockCanCountIsADay() {
        CompletableFuture<AccessToken> waiting = keeper.get();

        answer("a", Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(value(waiting)).isEqualTo("a");
        advance(Duration.ofHours(18).minusMillis(1));
        assertThat(attempts).isEqualTo(1);
        advance(Duration.ofMillis(1));
        assertThat(attempts).isEqualTo(2);
    }

    @Test
    void whoeverWaitsIsToldThoughNoTimerCanBeSet() {
        List<CompletableFuture<AccessToken>> answers = new ArrayList<>();
        TokenKeeper broken = new TokenKeeper(answers::add, (wait, task) -> {
            throw new IllegalStateException("no timers any more");
        }, time);
        CompletableFuture<AccessToken> first = broken.get();
        answers.get(0).completeExceptionally(new IllegalStateException("down"));
        assertUnavailable(first, Duration.ofSeconds(1));

        TokenKeeper other = new TokenKeeper(answers::add, (wait, task) -> {
            throw new IllegalStateException("no timers any more");
        }, time);
        CompletableFuture<AccessToken> second = other.get();
        answers.get(1).complete(new AccessToken("a", Optional.of(LIFE)));
        assertThat(value(second)).isEqualTo("a");
    }

    @Test
    void anEndpointThatCannotEvenBeAskedIsOut() {
        TokenKeeper broken = new TokenKeeper(answer -> {
            throw new IllegalStateException("closed");
        }, this::set, time);

        assertUnavailable(broken.get(), Duration.ofSeconds(1));
        assertUnavailable(broken.get(), Duration.ofSeconds(1));
        assertThat(alarms).as("the next try").hasSize(1);
    }

    @Test
    void aTokenIsNotToldByChance() {
        assertThat(new AccessToken("hidden", Optional.of(LIFE)).toString()).doesNotContain("hidden");
    }
}

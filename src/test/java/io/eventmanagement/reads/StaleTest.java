package io.eventmanagement.reads;

import static io.eventmanagement.reads.CacheScene.MILLI;
import static io.eventmanagement.reads.CacheScene.STALE;
import static io.eventmanagement.reads.CacheScene.TTL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.eventmanagement.reads.FakeSource.Down;
import io.eventmanagement.reads.FakeSource.Refused;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

/** When the last good value is served in the stead of one that can't be had. */
class StaleTest {

    private static final Duration WAIT = Duration.ofSeconds(5);

    private final CacheScene scene = new CacheScene().known("a", "value");

    @Test
    void theLastGoodValueIsServedWhenTheSourceFails() {
        // Given
        scene.time.advance(TTL.plusSeconds(3));
        UniAssertSubscriber<Cached<String>> read = scene.read("a");

        // When
        scene.source.fail(1, new Down());

        // Then
        assertThat(read.assertCompleted().getItem())
                .isEqualTo(new Cached<>("value", CacheUse.stale(TTL.plusSeconds(3), Duration.ofSeconds(-3))));
        assertThat(scene.cache.counts().stale()).isEqualTo(1);
    }

    @Test
    void itIsServedUpToItsAge() {
        // Given
        scene.source.fails();

        // When
        scene.time.advance(STALE.minus(MILLI));
        UniAssertSubscriber<Cached<String>> last = scene.read("a");
        scene.time.advance(MILLI);
        UniAssertSubscriber<Cached<String>> tooLate = scene.read("a");

        // Then
        assertThat(last.assertCompleted().getItem().use().stale()).isTrue();
        tooLate.assertFailedWith(Down.class);
    }

    @Test
    void itIsNotServedWhenTheReaderIsAtFault() {
        // Given
        scene.time.advance(TTL);
        UniAssertSubscriber<Cached<String>> read = scene.read("a");

        // When
        scene.source.fail(1, new Refused());

        // Then
        read.assertFailedWith(Refused.class);
    }

    @Test
    void itIsNotServedToAReaderWhoTakesNone() {
        // Given
        scene.source.fails();
        scene.time.advance(TTL);

        // When
        UniAssertSubscriber<Cached<String>> fetched = scene.read("a", Freshness.FETCHED);
        UniAssertSubscriber<Cached<String>> younger = scene.read("a", Freshness.atMost(TTL.minus(MILLI)));
        UniAssertSubscriber<Cached<String>> asOld = scene.read("a", Freshness.atMost(TTL));

        // Then
        fetched.assertFailedWith(Down.class);
        younger.assertFailedWith(Down.class);
        assertThat(asOld.assertCompleted().getItem().use().stale()).isTrue();
    }

    @Test
    void theWordThatThereIsNoneIsNotPaperedOver() {
        // Given
        scene.time.advance(TTL);
        UniAssertSubscriber<Cached<String>> read = scene.read("a");

        // When
        scene.source.succeed(1, "none");
        scene.source.fails();
        scene.time.advance(TTL);

        // Then
        assertThat(read.assertCompleted().getItem().value()).isEqualTo("none");
        scene.read("a").assertFailedWith(Down.class);
    }

    @Test
    void norIsThatWordWhereItIsNotKeptItself() {
        // Given
        CacheScene uncached = new CacheScene(CacheScene.kind(Duration.ZERO, STALE), 10, true).known("a", "value");

        // When
        uncached.known("a", "none");
        uncached.source.fails();

        // Then
        uncached.read("a").assertFailedWith(Down.class);
    }

    @Test
    void anOlderWordThatThereIsNoneDoesNotTakeItAway() {
        // Given
        CacheScene uncached = new CacheScene(CacheScene.kind(Duration.ZERO, STALE), 10, true);
        uncached.read("a", Freshness.FETCHED);
        uncached.read("a", Freshness.FETCHED);

        // When
        uncached.source.succeed(1, "value");
        uncached.source.succeed(0, "none");
        uncached.source.fails();

        // Then
        assertThat(uncached.now("a").value()).isEqualTo("value");
    }

    @Test
    void withoutATimeForItItIsNeverServed() {
        // Given
        CacheScene without = new CacheScene(CacheScene.kind(TTL, Duration.ZERO), 10, true).known("a", "value");
        without.source.fails();

        // When
        without.time.advance(TTL);

        // Then
        without.read("a").assertFailedWith(Down.class);
    }

    // ---- While the circuit isn't closed ----

    @Test
    void anOpenCircuitCostsTheReaderNothing() {
        // Given
        scene.time.advance(TTL);
        scene.source.circuit(CircuitBreakerState.OPEN, WAIT);

        // When
        Cached<String> read = scene.now("a");

        // Then
        assertThat(read.use().stale()).isTrue();
        assertThat(scene.source.calls()).isEqualTo(1);
    }

    @Test
    void onceItsWaitIsOverOneCallProbesWhileTheReadersAreServed() {
        // Given
        scene.known("b", "value").known("c", "value");
        scene.time.advance(TTL);
        scene.source.circuit(CircuitBreakerState.OPEN, Duration.ZERO);

        // When
        Stream.of("a", "b", "c", "a").forEach(id -> assertThat(scene.now(id).use().stale()).isTrue());

        // Then
        assertThat(scene.source.calls()).isEqualTo(4);
        scene.source.fail(3, new Down());
        scene.now("b");
        assertThat(scene.source.calls()).as("the next probe").isEqualTo(5);
    }

    @Test
    void aProbingCircuitCostsTheReaderNothing() {
        // Given
        scene.time.advance(TTL);
        scene.source.circuit(CircuitBreakerState.HALF_OPEN, Duration.ofSeconds(1));

        // When
        Cached<String> read = scene.now("a");

        // Then
        assertThat(read.use().stale()).isTrue();
        assertThat(scene.source.calls()).isEqualTo(1);
    }

    @Test
    void aProbeThatSucceedsRefreshesWhatItAskedFor() {
        // Given
        scene.time.advance(TTL);
        scene.source.circuit(CircuitBreakerState.OPEN, Duration.ZERO);
        scene.now("a");

        // When
        scene.source.succeed(1, "new");
        scene.source.reset();

        // Then
        assertThat(scene.now("a").value()).isEqualTo("new");
    }

    @Test
    void whatIsNotKnownIsAskedForWhateverTheCircuitIsLike() {
        // Given
        scene.source.circuit(CircuitBreakerState.OPEN, WAIT);

        // When
        scene.read("unknown");

        // Then
        assertThat(scene.source.calls()).as("the circuit itself rejects it").isEqualTo(2);
    }

    // ---- An outage ----

    @Test
    void throughAnOutageOfTenMinutesEveryReadThatSucceededBeforeIsAnswered() {
        // Given
        CacheScene scene = new CacheScene(CacheScene.kind(TTL, Duration.ofMinutes(10)), 10, true);
        scene.source.answers(id -> "value of " + id);
        for (int i = 0; i < 50; i++) {
            scene.now("id " + i);
        }

        // When
        scene.source.fails();
        for (long second = 1; second < 600; second++) {
            scene.time.advanceTo(Duration.ofSeconds(second));
            // Open for five seconds, then closed for one, as if each probe succeeded and then all was lost again.
            scene.source.circuit(second % 6 == 0 ? CircuitBreakerState.CLOSED : CircuitBreakerState.OPEN,
                    second % 6 == 5 ? Duration.ZERO : Duration.ofSeconds(1));
            for (int i = 0; i < 50; i++) {
                // Then
                Cached<String> read = scene.now("id " + i);
                assertThat(read.value()).isEqualTo("value of id " + i);
                assertThat(read.use().stale()).isEqualTo(second >= TTL.toSeconds());
                assertThat(read.use().age()).isEqualTo(Duration.ofSeconds(second));
            }
        }
    }
}

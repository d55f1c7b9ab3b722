package io.eventmanagement.reads;

import static io.eventmanagement.reads.CacheScene.MILLI;
import static io.eventmanagement.reads.CacheScene.TTL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.eventmanagement.bulkhead.FairBulkhead.Lane;
import io.eventmanagement.reads.CacheUse.Forward;
import io.eventmanagement.reads.FakeSource.Down;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

/** What is answered from the cache while it is fresh, and what is asked for again. */
class FreshTest {

    private static final Duration NEAR_ITS_END = TTL.multipliedBy(8).dividedBy(10);

    private final CacheScene scene = new CacheScene();

    @Test
    void aValueIsNotFetchedAgainBeforeItsTimeIsOver() {
        // Given
        scene.known("a", "value");

        // When
        scene.time.advance(TTL.minus(MILLI));

        // Then
        assertThat(scene.now("a")).isEqualTo(new Cached<>("value", CacheUse.hit(TTL.minus(MILLI), MILLI)));
    }

    @Test
    void aValueIsFetchedAgainOnceItsTimeIsOver() {
        // Given
        scene.known("a", "old");

        // When
        scene.time.advance(TTL);
        UniAssertSubscriber<Cached<String>> read = scene.read("a");
        scene.source.succeed(1, "new");

        // Then
        assertThat(read.assertCompleted().getItem())
                .isEqualTo(new Cached<>("new", CacheUse.fetched(Forward.STALE, false, TTL)));
        assertThat(scene.now("a").value()).isEqualTo("new");
    }

    @Test
    void withoutATtlAValueIsFetchedEachTime() {
        // Given
        CacheScene uncached = new CacheScene(CacheScene.kind(Duration.ZERO, CacheScene.STALE), 10, true).known("a", "old");

        // When
        UniAssertSubscriber<Cached<String>> read = uncached.read("a");

        // Then
        read.assertNotTerminated();
        uncached.source.succeed(1, "new");
        assertThat(read.assertCompleted().getItem().value()).isEqualTo("new");
    }

    @Test
    void aReaderMayAskForAYoungerValue() {
        // Given
        scene.known("a", "value");
        scene.time.advance(Duration.ofSeconds(3));

        // When
        UniAssertSubscriber<Cached<String>> takes = scene.read("a", Freshness.atMost(Duration.ofSeconds(3)));
        UniAssertSubscriber<Cached<String>> refuses = scene.read("a", Freshness.atMost(Duration.ofMillis(2_999)));

        // Then
        takes.assertCompleted();
        refuses.assertNotTerminated();
        scene.source.succeed(1, "new");
        assertThat(refuses.assertCompleted().getItem().use().forward()).isEqualTo(Forward.REQUEST);
    }

    @Test
    void aReaderMayRefuseAnyCachedValue() {
        // Given
        scene.known("a", "value");

        // When
        UniAssertSubscriber<Cached<String>> read = scene.read("a", Freshness.FETCHED);

        // Then
        read.assertNotTerminated();
        scene.source.succeed(1, "new");
        assertThat(read.assertCompleted().getItem().use()).isEqualTo(CacheUse.fetched(Forward.REQUEST, false, TTL));
        assertThat(scene.now("a").value()).as("of use to others").isEqualTo("new");
    }

    @Test
    void aSlowCallNeverPutsBackWhatALaterOneReplaced() {
        // Given
        scene.read("a", Freshness.FETCHED);
        scene.read("a", Freshness.FETCHED);

        // When
        scene.source.succeed(1, "later");
        scene.source.succeed(0, "earlier");

        // Then
        assertThat(scene.now("a").value()).isEqualTo("later");
    }

    // ---- Refresh ----

    @Test
    void aValueThatIsReadNearItsEndIsRefreshedByOneCallThatDelaysNobody() {
        // Given
        scene.known("a", "old");
        scene.time.advance(NEAR_ITS_END);

        // When
        Cached<String> first = scene.now("a");
        Cached<String> second = scene.now("a");

        // Then
        assertThat(first.value()).isEqualTo("old");
        assertThat(second.value()).isEqualTo("old");
        assertThat(scene.source.calls()).isEqualTo(2);
        scene.source.succeed(1, "new");
        scene.time.advance(TTL.minus(MILLI));
        assertThat(scene.now("a").value()).isEqualTo("new");
    }

    @Test
    void aValueThatIsReadEarlierIsNotRefreshed() {
        // Given
        scene.known("a", "value");

        // When
        scene.time.advance(NEAR_ITS_END.minus(MILLI));
        scene.now("a");

        // Then
        assertThat(scene.source.calls()).isEqualTo(1);
    }

    @Test
    void aRefreshIsTriedOnce() {
        // Given
        scene.known("a", "value");
        scene.time.advance(NEAR_ITS_END);
        scene.now("a");

        // When
        scene.source.fail(1, new Down());
        scene.now("a");

        // Then
        assertThat(scene.source.calls()).isEqualTo(2);
    }

    @Test
    void aReaderWhoComesTooLateForTheOldValueJoinsTheRefresh() {
        // Given
        scene.known("a", "old");
        scene.time.advance(NEAR_ITS_END);
        scene.now("a");

        // When
        scene.time.advance(TTL);
        UniAssertSubscriber<Cached<String>> read = scene.read("a");
        scene.source.succeed(1, "new");

        // Then
        assertThat(read.assertCompleted().getItem().value()).isEqualTo("new");
        assertThat(scene.source.calls()).isEqualTo(2);
    }

    @Test
    void nothingIsRefreshedWhileTheCircuitRejectsCalls() {
        // Given
        scene.known("a", "value");
        scene.time.advance(NEAR_ITS_END);

        // When
        scene.source.circuit(CircuitBreakerState.OPEN, Duration.ofSeconds(1));
        scene.now("a");

        // Then
        assertThat(scene.source.calls()).isEqualTo(1);
    }

    /** However many there are, together they are one lane. */
    @Test
    void refreshesDoNotCrowdOutReaders() {
        // Given
        CacheScene narrow = new CacheScene(CacheScene.KIND, 1, true);
        narrow.known("a", "value").known("b", "value").known("c", "value");
        narrow.time.advance(NEAR_ITS_END);
        Lane reader = narrow.lane();
        narrow.read("what fills it");

        // When
        narrow.now("a");
        narrow.now("b");
        narrow.now("c");
        narrow.read("d", Freshness.ANY, reader);
        narrow.source.succeed(3, "value");
        narrow.source.succeed(4, "value");

        // Then
        assertThat(narrow.source.call(4).id()).isEqualTo("a");
        assertThat(narrow.source.call(5).id()).isEqualTo("d");
    }

    @Test
    void clearingForgetsEverythingAndWhatIsOnItsWay() {
        // Given
        scene.known("a", "old");
        scene.read("b");

        // When
        scene.store.clear();
        scene.source.succeed(1, "old");

        // Then
        scene.read("a").assertNotTerminated();
        scene.read("b").assertNotTerminated();
        assertThat(scene.cache.counts().entries()).isZero();
        assertThat(scene.cache.counts().bytes()).isZero();
    }
}

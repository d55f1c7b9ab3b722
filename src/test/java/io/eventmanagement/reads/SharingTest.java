package io.eventmanagement.reads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.eventmanagement.reads.CacheUse.Forward;
import io.eventmanagement.reads.FakeSource.Down;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

/** Reads of the same thing at the same moment. */
class SharingTest {

    private final CacheScene scene = new CacheScene();

    @Test
    void aThousandReadsAreOneCall() {
        // Given
        List<UniAssertSubscriber<Cached<String>>> reads = Stream.generate(() -> scene.read("a")).limit(1_000).toList();

        // When
        scene.source.succeed(0, "value");

        // Then
        assertThat(scene.source.calls()).isEqualTo(1);
        assertThat(reads).allSatisfy(read -> assertThat(read.assertCompleted().getItem().value()).isEqualTo("value"));
        assertThat(reads.get(0).getItem().use()).isEqualTo(CacheUse.fetched(Forward.URI_MISS, false, CacheScene.TTL));
        assertThat(reads.get(1).getItem().use()).isEqualTo(CacheUse.fetched(Forward.URI_MISS, true, CacheScene.TTL));
        assertThat(scene.cache.counts()).isEqualTo(new CacheCounts("things", 1, 300 + 2 + 5, 0, 1, 0, 999, 0));
    }

    @RepeatedTest(50)
    void fiftyThreadsAreOneCall() throws InterruptedException {
        // Given
        CountDownLatch start = new CountDownLatch(1);
        List<UniAssertSubscriber<Cached<String>>> reads = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = IntStream.range(0, 50).mapToObj(i -> new Thread(() -> {
            awaitUninterruptibly(start);
            reads.add(scene.read("a"));
        })).toList();
        threads.forEach(Thread::start);

        // When
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        scene.source.succeed(0, "value");

        // Then
        assertThat(scene.source.calls()).isEqualTo(1);
        assertThat(reads).hasSize(50).allSatisfy(UniAssertSubscriber::assertCompleted);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void differentThingsAreDifferentCalls() {
        // When
        scene.read("a");
        scene.read("b");

        // Then
        assertThat(scene.source.calls()).isEqualTo(2);
    }

    @Test
    void aFailureIsSharedByThoseWhoWaitedForItAndByNobodyAfter() {
        // Given
        UniAssertSubscriber<Cached<String>> first = scene.read("a");
        UniAssertSubscriber<Cached<String>> second = scene.read("a");

        // When
        scene.source.fail(0, new Down());
        UniAssertSubscriber<Cached<String>> after = scene.read("a");

        // Then
        first.assertFailedWith(Down.class);
        second.assertFailedWith(Down.class);
        after.assertNotTerminated();
        assertThat(scene.source.calls()).isEqualTo(2);
    }

    /** One who reads again as soon as it is told of the failure isn't told the same once more. */
    @Test
    void aFailureIsNotSharedByOneWhoComesBackBecauseOfIt() {
        // Given
        UniAssertSubscriber<Cached<String>> again = scene.cache
                .get("a", new ClientRequest(Freshness.ANY, scene.lane(), Runnable::run), scene.source)
                .onFailure().recoverWithUni(() -> scene.cache.get("a",
                        new ClientRequest(Freshness.ANY, scene.lane(), Runnable::run), scene.source))
                .subscribe().withSubscriber(UniAssertSubscriber.create());

        // When
        scene.source.fail(0, new Down());
        scene.source.succeed(1, "value");

        // Then
        assertThat(again.assertCompleted().getItem().value()).isEqualTo("value");
    }

    @Test
    void oneReaderWhoGoesAwayDoesNotTakeTheCallAlong() {
        // Given
        UniAssertSubscriber<Cached<String>> first = scene.read("a");
        UniAssertSubscriber<Cached<String>> second = scene.read("a");

        // When
        first.cancel();
        scene.source.succeed(0, "value");

        // Then
        second.assertCompleted();
        assertThat(scene.source.calls()).isEqualTo(1);
    }

    @Test
    void aCallThatHasBegunIsOfUseEvenIfAllHaveGoneAway() {
        // Given
        scene.read("a").cancel();

        // When
        scene.source.succeed(0, "value");

        // Then
        assertThat(scene.now("a").value()).isEqualTo("value");
        assertThat(scene.source.calls()).isEqualTo(1);
    }

    @Test
    void aReaderWhoTakesNoCachedAnswerHasACallOfItsOwn() {
        // Given
        scene.read("a");

        // When
        UniAssertSubscriber<Cached<String>> own = scene.read("a", Freshness.FETCHED);
        scene.source.succeed(1, "value");

        // Then
        assertThat(own.assertCompleted().getItem().value()).isEqualTo("value");
        assertThat(scene.source.calls()).isEqualTo(2);
    }

    @Test
    void sharingCanBeTurnedOff() {
        // Given
        CacheScene unshared = new CacheScene(CacheScene.KIND, 1_000, false);

        // When
        unshared.read("a");
        unshared.read("a");

        // Then
        assertThat(unshared.source.calls()).isEqualTo(2);
    }

}

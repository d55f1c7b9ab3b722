package io.eventmanagement.reads;

import static io.eventmanagement.reads.CacheScene.TTL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.eventmanagement.reads.FakeSource.Down;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

/** Reads before, during and after a write. */
class WriteTest {

    private final CacheScene scene = new CacheScene();

    @Test
    void aReadAfterAWriteIsFetched() {
        // Given
        scene.known("a", "old");

        // When
        scene.cache.drop("a");
        UniAssertSubscriber<Cached<String>> read = scene.read("a");
        scene.source.succeed(1, "new");

        // Then
        assertThat(read.assertCompleted().getItem().value()).isEqualTo("new");
    }

    @Test
    void aReadThatBeganBeforeAWriteDoesNotPutTheOldValueBack() {
        // Given
        UniAssertSubscriber<Cached<String>> before = scene.read("a");

        // When
        scene.cache.drop("a");
        scene.source.succeed(0, "old");

        // Then
        assertThat(before.assertCompleted().getItem().value()).as("for itself it is as good as any").isEqualTo("old");
        scene.read("a").assertNotTerminated();
        assertThat(scene.source.calls()).isEqualTo(2);
    }

    @Test
    void aReadAfterAWriteDoesNotJoinOneThatBeganBefore() {
        // Given
        scene.read("a");
        scene.cache.drop("a");

        // When
        UniAssertSubscriber<Cached<String>> after = scene.read("a");
        scene.source.succeed(0, "old");

        // Then
        after.assertNotTerminated();
        scene.source.succeed(1, "new");
        assertThat(after.assertCompleted().getItem().value()).isEqualTo("new");
        assertThat(scene.now("a").value()).isEqualTo("new");
    }

    @Test
    void aReadThatOnlyWaitsForItsTurnDuringAWriteIsJoined() {
        // Given
        CacheScene full = new CacheScene(CacheScene.KIND, 1, true);
        full.read("what fills it");
        full.read("a");

        // When
        full.cache.drop("a");
        UniAssertSubscriber<Cached<String>> after = full.read("a");
        full.source.succeed(0, "value");
        full.source.succeed(1, "new");

        // Then
        assertThat(after.assertCompleted().getItem().value()).isEqualTo("new");
        assertThat(full.source.calls()).isEqualTo(2);
    }

    @Test
    void whatAWriteReplacedIsNotServedWhenTheSourceFailsEither() {
        // Given
        scene.known("a", "old");
        scene.time.advance(TTL);
        UniAssertSubscriber<Cached<String>> during = scene.read("a");

        // When
        scene.cache.drop("a");
        scene.source.fail(1, new Down());
        scene.source.fails();

        // Then
        during.assertFailedWith(Down.class);
        scene.read("a").assertFailedWith(Down.class);
    }

    @Test
    void afterAWriteThatMayHaveFailedTheOldValueIsServedOnlyIfNoOtherCanBeHad() {
        // Given
        scene.known("a", "old");

        // When
        scene.cache.expire("a");
        UniAssertSubscriber<Cached<String>> read = scene.read("a");

        // Then
        read.assertNotTerminated();
        scene.source.fail(1, new Down());
        assertThat(read.assertCompleted().getItem().use().stale()).isTrue();
        assertThat(scene.cache.counts().entries()).isEqualTo(1);
        assertThat(scene.cache.counts().bytes()).isEqualTo(300 + 2 + 3);
    }

    @Test
    void otherThingsAreLeftAlone() {
        // Given
        scene.known("a", "value").known("b", "value");

        // When
        scene.cache.drop("a");

        // Then
        scene.now("b");
    }

    /** Fifty readers and a writer on threads of their own: whoever reads after a write ended sees it, or a later one. */
    @Test
    void noWriteIsEverLost() throws InterruptedException {
        // Given
        AtomicInteger stored = new AtomicInteger();
        AtomicInteger acknowledged = new AtomicInteger();
        List<String> lost = Collections.synchronizedList(new ArrayList<>());
        // The source takes a while to answer with what it had when it was asked.
        scene.source.answers(id -> {
            String value = String.valueOf(stored.get());
            Thread.yield();
            return value;
        });
        Thread writer = new Thread(() -> {
            for (int i = 1; i <= 100; i++) {
                stored.set(i);
                scene.cache.drop("a");
                acknowledged.set(i);
                Thread.yield();
            }
        });
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            readers.add(new Thread(() -> {
                while (acknowledged.get() < 100) {
                    int before = acknowledged.get();
                    Cached<String> read = scene.read("a").awaitItem().getItem();
                    if (Integer.parseInt(read.value()) < before) {
                        lost.add(read.value() + " after " + before);
                    }
                }
            }));
        }

        // When
        readers.forEach(Thread::start);
        writer.start();
        writer.join();
        for (Thread reader : readers) {
            reader.join();
        }

        // Then
        assertThat(lost).isEmpty();
        assertThat(scene.now("a").value()).isEqualTo("100");
    }
}

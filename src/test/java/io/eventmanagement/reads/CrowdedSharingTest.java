package io.eventmanagement.reads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.eventmanagement.bulkhead.BulkheadFullException;
import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.bulkhead.FairBulkhead.Lane;
import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.time.Deadline;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

/** Reads of the same thing while there is no room for their call. */
class CrowdedSharingTest {

    private final CacheScene scene = new CacheScene();
    private final CacheScene full = new CacheScene(CacheScene.KIND, 1, true);

    private void fill() {
        full.read("what fills it");
        assertThat(full.source.calls()).isEqualTo(1);
    }

    @Test
    void theCallBeginsWhenTheFirstOfItsReadersTurnsComes() {
        // Given
        fill();
        Lane big = full.lane();
        Lane small = full.lane();
        full.read("b", Freshness.ANY, big);
        full.read("c", Freshness.ANY, big);
        UniAssertSubscriber<Cached<String>> inBig = full.read("d", Freshness.ANY, big);
        UniAssertSubscriber<Cached<String>> inSmall = full.read("d", Freshness.ANY, small);

        // When
        full.source.succeed(0, "value");
        full.source.succeed(1, "value");

        // Then
        assertThat(full.source.call(2).id()).as("the big lane's third, the small one's first").isEqualTo("d");
        full.source.succeed(2, "value");
        inBig.assertCompleted();
        inSmall.assertCompleted();
        full.source.succeed(3, "value");
        assertThat(full.source.calls()).as("b, c and d once each").isEqualTo(4);
    }

    @Test
    void ifItsFirstReaderGoesAwayItStillBeginsForTheOthers() {
        // Given
        fill();
        UniAssertSubscriber<Cached<String>> first = full.read("b");
        UniAssertSubscriber<Cached<String>> second = full.read("b");

        // When
        first.cancel();
        full.source.succeed(0, "value");

        // Then
        full.source.succeed(1, "value");
        second.assertCompleted();
    }

    @Test
    void ifAllGoAwayBeforeItBeginsItNeverDoes() {
        // Given
        fill();
        UniAssertSubscriber<Cached<String>> first = full.read("b");
        UniAssertSubscriber<Cached<String>> second = full.read("b");

        // When
        first.cancel();
        second.cancel();
        full.source.succeed(0, "value");

        // Then
        assertThat(full.source.calls()).isEqualTo(1);
        full.read("b");
        assertThat(full.source.calls()).as("for one who comes now").isEqualTo(2);
    }

    @Test
    void aReaderWhomTheBulkheadRefusesIsAlone() {
        // Given
        FairBulkhead narrow = new FairBulkhead(() -> 1, 1);
        ClientRequest[] readers = Stream
                .generate(() -> new ClientRequest(Freshness.ANY, narrow.lane(Runnable::run), Runnable::run))
                .limit(3).toArray(ClientRequest[]::new);
        scene.cache.get("what fills it", readers[0], scene.source).subscribe().with(value -> {
        });
        UniAssertSubscriber<Cached<String>> waits = scene.cache.get("b", readers[1], scene.source).subscribe()
                .withSubscriber(UniAssertSubscriber.create());

        // When
        UniAssertSubscriber<Cached<String>> tooMany = scene.cache.get("b", readers[2], scene.source).subscribe()
                .withSubscriber(UniAssertSubscriber.create());
        scene.source.succeed(0, "value");
        scene.source.succeed(1, "value");

        // Then
        tooMany.assertFailedWith(BulkheadFullException.class);
        waits.assertCompleted();
    }

    @Test
    void onceTheCallHasBegunItsReadersTurnsAreOthers() {
        // Given
        FairBulkhead narrow = new FairBulkhead(() -> 1, 2);
        Function<String, UniAssertSubscriber<Cached<String>>> read = id -> scene.cache
                .get(id, new ClientRequest(Freshness.ANY, narrow.lane(Runnable::run), Runnable::run), scene.source)
                .subscribe().withSubscriber(UniAssertSubscriber.create());
        read.apply("what fills it");
        read.apply("b");
        read.apply("b");

        // When
        scene.source.succeed(0, "value");

        // Then
        read.apply("c").assertNotTerminated();
        read.apply("d").assertNotTerminated();
        read.apply("e").assertFailedWith(BulkheadFullException.class);
    }

    @Test
    void aCallThatHasBegunTakesNoRoomForThoseWhoJoinIt() {
        // Given
        fill();
        full.read("what fills it");
        full.read("what fills it");

        // When
        UniAssertSubscriber<Cached<String>> other = full.read("b");
        full.source.succeed(0, "value");
        full.source.succeed(1, "value");

        // Then
        other.assertCompleted();
    }

    @Test
    void aSourceThatThrowsFailsItsReadersAndNoMore() {
        // Given
        Source<String> broken = new Source<>() {

            @Override
            public Uni<String> fetch(String id, Deadline.End end) {
                throw new IllegalStateException("broken");
            }

            @Override
            public Circuit circuit() {
                return scene.source;
            }

            @Override
            public boolean hasFailed(Throwable thrown) {
                return false;
            }
        };

        // When
        UniAssertSubscriber<Cached<String>> read = full.cache
                .get("a", new ClientRequest(Freshness.ANY, full.lane(), Runnable::run), broken)
                .subscribe().withSubscriber(UniAssertSubscriber.create());

        // Then
        read.assertFailedWith(IllegalStateException.class);
        full.known("b", "its place is free again");
    }
}

package io.eventmanagement.bulkhead;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.eventmanagement.bulkhead.FairBulkhead.Lane;
import io.eventmanagement.testing.Calls;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;

class FairBulkheadQueueTest {

    private final Calls calls = new Calls();

    private UniAssertSubscriber<String> subscribe(Lane lane, String name) {
        return lane.call(calls.named(name)).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void lanesTakeTurnsOneCallEachHoweverManyTheyHave() {
        // Given
        FairBulkhead bulkhead = new FairBulkhead(() -> 1, 2);
        Lane large = bulkhead.lane(Runnable::run);
        Lane small = bulkhead.lane(Runnable::run);
        IntStream.rangeClosed(1, 1_000).forEach(i -> subscribe(large, "large " + i));
        IntStream.rangeClosed(1, 2).forEach(i -> subscribe(small, "small " + i));

        // When
        calls.endAll();

        // Then
        List<String> fair = Stream.concat(Stream.of("large 1", "large 2", "small 1", "large 3", "small 2"),
                IntStream.rangeClosed(4, 1_000).mapToObj(i -> "large " + i)).collect(toList());
        assertThat(calls.begun()).isEqualTo(fair);
    }

    @Test
    void aLaneThatComesLaterTakesItsTurnAfterThoseThatWaitAlready() {
        // Given
        FairBulkhead bulkhead = new FairBulkhead(() -> 1, 3);
        Lane a = bulkhead.lane(Runnable::run);
        Lane b = bulkhead.lane(Runnable::run);
        Lane c = bulkhead.lane(Runnable::run);
        Stream.of("a1", "a2", "a3").forEach(name -> subscribe(a, name));
        Stream.of("b1", "b2").forEach(name -> subscribe(b, name));
        calls.end("a1");
        Stream.of("c1", "c2").forEach(name -> subscribe(c, name));

        // When
        calls.endAll();

        // Then
        assertThat(calls.begun()).containsExactly("a1", "a2", "b1", "a3", "c1", "b2", "c2");
    }

    @Test
    void aWaitingCallThatIsCancelledNeverBeginsAndCostsNoPlace() {
        // Given
        Lane lane = new FairBulkhead(() -> 1, 1).lane(Runnable::run);
        subscribe(lane, "first");
        UniAssertSubscriber<String> cancelled = subscribe(lane, "cancelled");
        subscribe(lane, "last");

        // When
        cancelled.cancel();

        // Then
        calls.endAll();
        assertThat(calls.begun()).containsExactly("first", "last");
    }

    @Test
    void aCallThatIsCancelledOnItsWayThroughTheExecutorNeverBeginsAndCostsNoPlace() {
        // Given
        Queue<Runnable> executor = new ArrayDeque<>();
        Lane lane = new FairBulkhead(() -> 2, 1).lane(executor::add);
        subscribe(lane, "first");
        UniAssertSubscriber<String> cancelled = subscribe(lane, "cancelled");
        subscribe(lane, "last");

        // When
        cancelled.cancel();

        // Then
        while (!executor.isEmpty()) {
            executor.remove().run();
        }
        assertThat(calls.underWay()).containsExactly("first", "last");
    }

    @Test
    void aCallThatIsCancelledAsItIsSubscribedToNeverBeginsAndCostsNoPlace() {
        // Given
        Lane lane = new FairBulkhead(() -> 1, 1).lane(Runnable::run);
        UniSubscriber<String> fickle = new UniAssertSubscriber<>() {

            @Override
            public void onSubscribe(UniSubscription subscription) {
                subscription.cancel();
            }
        };

        // When
        lane.call(calls.named("cancelled")).subscribe().withSubscriber(fickle);

        // Then
        subscribe(lane, "next");
        assertThat(calls.begun()).containsExactly("next");
    }

    @Test
    void oneMoreWaitingLaneThanAllowedIsRefusedAndNeverBegins() {
        // Given
        FairBulkhead bulkhead = new FairBulkhead(() -> 1, 2);
        Stream.of("under way", "waiting 1", "waiting 2").forEach(name -> subscribe(bulkhead.lane(Runnable::run), name));

        // When
        UniAssertSubscriber<String> refused = subscribe(bulkhead.lane(Runnable::run), "refused");

        // Then
        refused.assertFailedWith(BulkheadFullException.class);
        calls.endAll();
        assertThat(calls.begun()).containsExactly("under way", "waiting 1", "waiting 2");
    }

    @Test
    void aLaneThatWaitsAlreadyMayAddCallsWhileNoFurtherLaneMayWait() {
        // Given
        FairBulkhead bulkhead = new FairBulkhead(() -> 1, 1);
        Lane lane = bulkhead.lane(Runnable::run);
        subscribe(lane, "under way");
        subscribe(lane, "waiting");

        // When
        UniAssertSubscriber<String> more = subscribe(lane, "more");

        // Then
        more.assertNotTerminated();
        calls.endAll();
        more.assertItem("more");
    }

    @Test
    void aLaneWhoseWaitingCallsAreAllCancelledMakesRoomForAnother() {
        // Given
        FairBulkhead bulkhead = new FairBulkhead(() -> 1, 1);
        subscribe(bulkhead.lane(Runnable::run), "under way");
        UniAssertSubscriber<String> cancelled = subscribe(bulkhead.lane(Runnable::run), "cancelled");

        // When
        cancelled.cancel();

        // Then
        subscribe(bulkhead.lane(Runnable::run), "other lane's").assertNotTerminated();
        calls.endAll();
        assertThat(calls.begun()).containsExactly("under way", "other lane's");
    }

    @Test
    void nothingHappensUntilSomebodySubscribes() {
        // Given
        Lane lane = new FairBulkhead(() -> 1, 1).lane(Runnable::run);

        // When
        Uni<String> call = lane.call(calls.named("lazy"));

        // Then
        assertThat(calls.begun()).isEmpty();
        call.subscribe().withSubscriber(UniAssertSubscriber.create());
        assertThat(calls.begun()).containsExactly("lazy");
    }
}

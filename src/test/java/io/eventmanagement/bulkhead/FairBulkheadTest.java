package io.eventmanagement.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;

import org.junit.jupiter.api.Test;

import io.eventmanagement.bulkhead.FairBulkhead.Lane;
import io.eventmanagement.testing.Calls;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

class FairBulkheadTest {

    private static final int MANY_LANES = 100;

    private final Calls calls = new Calls();

    private UniAssertSubscriber<String> subscribe(Lane lane, String name) {
        return lane.call(calls.named(name)).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void callsBeginAtOnceUpToTheLimit() {
        // Given
        Lane lane = new FairBulkhead(() -> 2, MANY_LANES).lane(Runnable::run);

        // When
        for (String name : new String[] { "a", "b", "c" }) {
            subscribe(lane, name);
        }

        // Then
        assertThat(calls.begun()).containsExactly("a", "b");
    }

    @Test
    void aCallHandsItsPlaceToTheNextAndItsOutcomeToItsSubscriber() {
        // Given
        Lane lane = new FairBulkhead(() -> 1, MANY_LANES).lane(Runnable::run);
        UniAssertSubscriber<String> first = subscribe(lane, "first");
        UniAssertSubscriber<String> second = subscribe(lane, "second");

        // When
        calls.end("first");

        // Then
        first.assertCompleted().assertItem("first");
        second.assertNotTerminated();
        assertThat(calls.begun()).containsExactly("first", "second");
    }

    @Test
    void aFailingCallHandsOnItsPlaceAndItsFailure() {
        // Given
        Lane lane = new FairBulkhead(() -> 1, MANY_LANES).lane(Runnable::run);
        UniAssertSubscriber<String> failing = subscribe(lane, "failing");
        subscribe(lane, "next");

        // When
        calls.fail("failing");

        // Then
        failing.assertFailedWith(IllegalStateException.class, "failing");
        assertThat(calls.begun()).containsExactly("failing", "next");
    }

    @Test
    void aCallThatThrowsInsteadOfBeginningGivesItsPlaceBack() {
        // Given
        Lane lane = new FairBulkhead(() -> 1, MANY_LANES).lane(Runnable::run);
        Uni<String> throwing = lane.call(() -> {
            throw new IllegalStateException("thrown");
        });

        // When
        assertThatThrownBy(() -> throwing.await().indefinitely()).hasMessage("thrown");

        // Then
        subscribe(lane, "next");
        assertThat(calls.begun()).containsExactly("next");
    }

    @Test
    void aCallThatThrowsWhenItsTurnHasComeGivesItsPlaceToTheNext() {
        // Given
        Lane lane = new FairBulkhead(() -> 1, MANY_LANES).lane(Runnable::run);
        subscribe(lane, "first");
        UniAssertSubscriber<String> throwing = lane.<String> call(() -> {
            throw new IllegalStateException("thrown");
        }).subscribe().withSubscriber(UniAssertSubscriber.create());
        subscribe(lane, "next");

        // When
        calls.end("first");

        // Then
        throwing.assertFailedWith(IllegalStateException.class, "thrown");
        assertThat(calls.begun()).containsExactly("first", "next");
    }

    @Test
    void aCallUnderWayKeepsItsPlaceUntilItEndsEvenWhenNobodyWaitsForItAnyMore() {
        // Given
        Lane lane = new FairBulkhead(() -> 1, MANY_LANES).lane(Runnable::run);
        UniAssertSubscriber<String> given = subscribe(lane, "given up");
        subscribe(lane, "next");

        // When
        given.cancel();

        // Then
        assertThat(calls.underWay()).containsExactly("given up");
        calls.end("given up");
        assertThat(calls.underWay()).containsExactly("next");
    }

    @Test
    void aWaitingCallBeginsOnItsOwnLanesExecutorWhicheverLaneMadeRoom() {
        // Given
        FairBulkhead bulkhead = new FairBulkhead(() -> 1, MANY_LANES);
        Queue<Runnable> otherLanesExecutor = new ArrayDeque<>();
        subscribe(bulkhead.lane(Runnable::run), "one lane's");
        subscribe(bulkhead.lane(otherLanesExecutor::add), "other lane's");

        // When
        calls.end("one lane's");

        // Then
        assertThat(calls.begun()).containsExactly("one lane's");
        otherLanesExecutor.remove().run();
        assertThat(calls.begun()).containsExactly("one lane's", "other lane's");
    }

    @Test
    void aLanesFurtherCallsGoThroughItsExecutorEvenWhileThereIsRoom() {
        // Given
        Queue<Runnable> executor = new ArrayDeque<>();
        Lane lane = new FairBulkhead(() -> 10, MANY_LANES).lane(executor::add);
        subscribe(lane, "first");

        // When
        subscribe(lane, "second");

        // Then
        assertThat(calls.begun()).containsExactly("first");
        executor.remove().run();
        assertThat(calls.begun()).containsExactly("first", "second");
    }
}

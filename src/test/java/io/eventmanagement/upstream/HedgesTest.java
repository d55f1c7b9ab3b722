package io.eventmanagement.upstream;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.CountedTest;
import io.eventmanagement.WideUpstream;
import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.time.Deadline;
import io.eventmanagement.time.Time;
import io.eventmanagement.time.VirtualTime;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** A second try of a slow read: what the caller gets, and what event.com sees of it. */
@QuarkusTest
@TestProfile(WideUpstream.class)
class HedgesTest extends CountedTest {

    private static final String KEY = "1-0";

    /** Much longer than a read takes here. */
    private static final int A_WHILE_MS = 1_000;

    @Inject
    @RestClient
    EventApi api;

    @Inject
    CallReports reports;

    @Inject
    Vertx vertx;

    private final VirtualTime budgetTime = new VirtualTime();
    private final RetryBudget budget = new RetryBudget(budgetTime);
    private FairBulkhead bulkhead = new FairBulkhead(() -> 10, 1);
    private Hedges hedges;
    private ReadClient client;

    /** How long a read takes that is tried a second time. */
    private long hedgedMs;

    @BeforeEach
    void isUsedToQuickAnswers() {
        use(95);
        eventCom.holdOne();
        long began = System.nanoTime();
        read().join();
        hedgedMs = (System.nanoTime() - began) / 1_000_000;
        use(95);
    }

    private void use(double percentile) {
        hedges = new Hedges(percentile, bulkhead, budget, circuits, reports, vertx, Time.SYSTEM);
        client = new ReadClient(api, hedges);
        // Slower ones than a pause of this JVM.
        eventCom.delay(20);
        CompletableFuture.allOf(IntStream.range(0, 150).mapToObj(i -> read()).toArray(CompletableFuture[]::new)).join();
        eventually("all is over", () -> bulkhead.running() == 0 && eventCom.now() == 0);
        eventCom.reset();
        // As if none of those had been tried twice.
        budgetTime.advance(Duration.ofSeconds(10));
    }

    private CompletableFuture<Optional<Answer.Event>> read() {
        return client.getEventById(KEY).subscribeAsCompletionStage();
    }

    /** Longer than a hedge waits. */
    private void waitAWhile() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        vertx.setTimer(A_WHILE_MS + 3 * hedgedMs, timer -> over.complete(null));
        over.join();
    }

    @Test
    void aSlowReadIsTriedASecondTimeAndTheFirstTryCancelledOnTheWire() {
        int left = budget.left();
        CallReports.Ends before = reports.ends().get(Circuits.GET_EVENT_BY_ID);
        eventCom.holdOne();

        assertThat(read().orTimeout(10, TimeUnit.SECONDS).join()).isPresent();

        assertThat(eventCom.begun(KEY)).isEqualTo(2);
        eventually("the first try's connection is closed", () -> eventCom.aborted() == 1);
        assertThat(eventCom.now()).isZero();
        assertThat(hedges.won()).isEqualTo(1);
        assertThat(bulkhead.running()).isZero();
        assertThat(budget.left()).isEqualTo(left - 1);
        assertThat(reports.ends().get(Circuits.GET_EVENT_BY_ID)).as("the first try isn't counted, least of all as failed")
                .isEqualTo(new CallReports.Ends(before.all() + 1, before.failed(), before.unauthorized()));
    }

    @Test
    void whereTheFirstTryIsAnsweredFirstTheSecondIsCancelledOnTheWire() {
        eventCom.hold();
        CompletableFuture<Optional<Answer.Event>> read = read();
        eventually("there is a second try", () -> eventCom.begun(KEY) == 2);
        assertThat(bulkhead.running()).isEqualTo(1);

        eventCom.answerOne();

        assertThat(read.join()).isPresent();
        eventually("the second try's connection is closed", () -> eventCom.aborted() == 1);
        assertThat(eventCom.now()).isZero();
        assertThat(hedges.lost()).isEqualTo(1);
        assertThat(bulkhead.running()).isZero();
    }

    @Test
    void aTryThatFailsIsNoAnswerWhileTheOtherIsUnderWay() {
        eventCom.hold();
        CompletableFuture<Optional<Answer.Event>> read = read();
        eventually("there is a second try", () -> eventCom.begun(KEY) == 2);

        eventCom.breakOne();
        eventCom.answerOne();

        assertThat(read.join()).isPresent();
    }

    @Test
    void whereBothFailTheReadFails() {
        eventCom.hold();
        CompletableFuture<Optional<Answer.Event>> read = read();
        eventually("there is a second try", () -> eventCom.begun(KEY) == 2);

        eventCom.breakOne();
        eventCom.breakOne();

        assertThatThrownBy(read::join).hasRootCauseInstanceOf(IOException.class);
        assertThat(bulkhead.running()).isZero();
    }

    private void assertThatThereIsNoSecondTry() {
        eventCom.hold();
        CompletableFuture<Optional<Answer.Event>> read = read();
        eventually("it is under way", () -> eventCom.now() == 1);

        waitAWhile();

        assertThat(eventCom.begun(KEY)).isEqualTo(1);
        eventCom.release();
        read.join();
    }

    @Test
    void thereIsNoneWhileTheCircuitIsNotClosed() {
        eventCom.fail(KEY);
        while (circuits.ofRead(Circuits.GET_EVENT_BY_ID).isClosed()) {
            askFor(1).join();
        }
        eventCom.reset();

        assertThatThereIsNoSecondTry();
    }

    @Test
    void thereIsNoneWhereTheDeadlineLeavesNoTimeForIt() {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        eventCom.hold();
        CompletableFuture<Optional<Answer.Event>> read = new CompletableFuture<>();
        context.runOnContext(now -> {
            Deadline.set(duration -> false);
            client.getEventById(KEY).subscribe().with(read::complete, read::completeExceptionally);
        });
        eventually("it is under way", () -> eventCom.now() == 1);

        waitAWhile();

        assertThat(eventCom.begun(KEY)).isEqualTo(1);
        eventCom.release();
        assertThat(read.join()).isPresent();
    }

    @Test
    void aTryThatThrowsAtOnceGivesItsPlaceBack() {
        AtomicInteger tries = new AtomicInteger();
        Hedges.Operation operation = hedges.operation(Circuits.GET_EVENT_BY_ID);
        for (int i = 0; i < 150; i++) {
            operation.read(() -> Uni.createFrom().item("quick")).await().indefinitely();
        }
        CompletableFuture<String> slow = new CompletableFuture<>();
        CompletableFuture<String> read = operation.read(() -> {
            if (tries.incrementAndGet() > 1) {
                throw new IllegalStateException("no second try");
            }
            return Uni.createFrom().completionStage(slow);
        }).subscribeAsCompletionStage();
        eventually("there is a second try", () -> tries.get() == 2);

        eventually("its place is free", () -> bulkhead.running() == 0);
        slow.complete("answer");
        assertThat(read.join()).isEqualTo("answer");
    }

    @Test
    void withTheFirstTrysTimeOutTheTimeOfTheSecondIsOverToo() {
        AtomicInteger tries = new AtomicInteger();
        AtomicBoolean isCancelled = new AtomicBoolean();
        Hedges.Operation operation = hedges.operation(Circuits.GET_EVENT_BY_ID);
        for (int i = 0; i < 150; i++) {
            operation.read(() -> Uni.createFrom().item("quick")).await().indefinitely();
        }
        CompletableFuture<String> slow = new CompletableFuture<>();
        CompletableFuture<String> read = operation
                .read(() -> tries.incrementAndGet() == 1 ? Uni.createFrom().completionStage(slow)
                        : Uni.createFrom().<String> nothing().onCancellation().invoke(() -> isCancelled.set(true)))
                .subscribeAsCompletionStage();
        eventually("there is a second try", () -> tries.get() == 2);

        slow.completeExceptionally(new TimeoutException());

        assertThatThrownBy(read::join).hasCauseInstanceOf(TimeoutException.class);
        eventually("the second try is cancelled", isCancelled::get);
        eventually("its place is free", () -> bulkhead.running() == 0);
    }

    @Test
    void thereIsNoneWhileItIsOff() {
        use(0);

        assertThatThereIsNoSecondTry();
    }

    @Test
    void thereIsNoneOnceTheRetryBudgetIsUsedUp() {
        budgetTime.advance(Duration.ofSeconds(10));
        while (budget.spend()) {
            // Until nothing is left.
        }

        assertThatThereIsNoSecondTry();
        assertThat(bulkhead.running()).isZero();
    }

    @Test
    void thereIsNoneWhileTheLimitIsReached() {
        bulkhead = new FairBulkhead(() -> 1, 1);
        use(95);
        assertThat(bulkhead.takeSpare()).isTrue();

        assertThatThereIsNoSecondTry();
    }
}

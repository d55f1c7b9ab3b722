package io.eventmanagement.bulkhead;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.eventmanagement.bulkhead.FairBulkhead.Lane;
import io.eventmanagement.testing.Calls;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

class FairBulkheadConcurrencyTest {

    private static final int LIMIT = 8;
    private static final int THREADS = 50;
    private static final int REQUESTS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FairBulkhead bulkhead = new FairBulkhead(() -> LIMIT, THREADS);
    private final ExecutorService clients = Executors.newFixedThreadPool(THREADS);
    private final ExecutorService upstream = Executors.newFixedThreadPool(LIMIT);
    private final CountDownLatch limitReached = new CountDownLatch(LIMIT);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @BeforeAll
    static void startMutiny() {
        // It can't be started by several threads at once.
        new FairBulkhead(() -> 1, 1).lane(Runnable::run).call(() -> Uni.createFrom().voidItem()).await().indefinitely();
    }

    @AfterEach
    void stopThreads() {
        clients.shutdownNow();
        upstream.shutdownNow();
    }

    /** A call that ends on another thread than it began, and not before as many have been under way as may. */
    private Uni<Integer> call() {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        limitReached.countDown();
        return Uni.createFrom().emitter(emitter -> upstream.execute(() -> {
            try {
                assertThat(limitReached.await(30, SECONDS)).isTrue();
                running.decrementAndGet();
                emitter.complete(1);
            } catch (InterruptedException e) {
                emitter.fail(e);
            }
        }));
    }

    /** One request after the other, each with three calls at once, of which one is cancelled. */
    private int client() {
        int answers = 0;
        for (int i = 0; i < REQUESTS; i++) {
            Lane lane = bulkhead.lane(upstream);
            List<UniAssertSubscriber<Integer>> subscribers = Stream.generate(UniAssertSubscriber::<Integer> create).limit(3)
                    .toList();
            subscribers.forEach(subscriber -> lane.call(this::call).subscribe().withSubscriber(subscriber));
            subscribers.get(1).cancel();
            answers += subscribers.get(0).awaitItem(PATIENCE).getItem() + subscribers.get(2).awaitItem(PATIENCE).getItem();
        }
        return answers;
    }

    @Test
    void fiftyThreadsNeverHaveMoreCallsUnderWayThanAllowedAndLoseNone() throws Exception {
        // Given
        List<Future<Integer>> done = new ArrayList<>();

        // When
        for (int i = 0; i < THREADS; i++) {
            done.add(clients.submit(this::client));
        }

        // Then
        for (Future<Integer> client : done) {
            assertThat(client.get(120, SECONDS)).isEqualTo(REQUESTS * 2);
        }
        assertThat(most).hasValue(LIMIT);
        assertThatTheFullLimitIsAvailable();
    }

    private void assertThatTheFullLimitIsAvailable() throws InterruptedException {
        // The last cancelled calls may still be under way, or their places on their way back.
        upstream.shutdown();
        assertThat(upstream.awaitTermination(30, SECONDS)).isTrue();
        Calls calls = new Calls();
        for (int i = 0; i < LIMIT + 1; i++) {
            bulkhead.lane(Runnable::run).call(calls.named("after " + i)).subscribe().with(item -> {
            });
        }
        assertThat(calls.begun()).hasSize(LIMIT);
    }
}

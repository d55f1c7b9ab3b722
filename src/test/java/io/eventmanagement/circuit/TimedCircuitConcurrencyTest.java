package io.eventmanagement.circuit;

import static io.smallrye.faulttolerance.api.CircuitBreakerState.HALF_OPEN;
import static io.smallrye.faulttolerance.api.CircuitBreakerState.OPEN;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

import io.eventmanagement.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

/** Fifty threads at the same moment. */
class TimedCircuitConcurrencyTest {

    private static final int THREADS = 50;
    private static final int ROUNDS = 20;

    private static ExecutorService threads;

    private final VirtualTime time = new VirtualTime();
    private final Queue<CircuitTransition> told = new ConcurrentLinkedQueue<>();
    private final TimedCircuit circuit = new TimedCircuit("add-event", CircuitScene.RULES, time, () -> 0, told::add);
    private final AtomicInteger begun = new AtomicInteger();

    @BeforeAll
    static void startThreads() {
        // Mutiny can't be started by several threads at once.
        Uni.createFrom().voidItem().await().indefinitely();
        threads = Executors.newFixedThreadPool(THREADS);
    }

    @AfterAll
    static void stopThreads() {
        threads.shutdownNow();
    }

    private UniAssertSubscriber<String> subscribe(Uni<String> call) {
        return circuit.<String> guard(() -> {
            begun.incrementAndGet();
            return call;
        }, thrown -> true).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    /** All threads make the same call, none before all are ready. */
    private List<UniAssertSubscriber<String>> subscribeAllAtOnce(Uni<String> call) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<UniAssertSubscriber<String>>> callers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            callers.add(threads.submit(() -> {
                start.await(30, SECONDS);
                return subscribe(call);
            }));
        }
        List<UniAssertSubscriber<String>> answers = new ArrayList<>();
        for (Future<UniAssertSubscriber<String>> caller : callers) {
            answers.add(caller.get(30, SECONDS));
        }
        return answers;
    }

    private static List<CircuitStatus> rejections(List<UniAssertSubscriber<String>> callers) {
        return callers.stream().map(UniAssertSubscriber::getFailure).filter(CircuitOpenException.class::isInstance)
                .map(thrown -> ((CircuitOpenException) thrown).status()).toList();
    }

    private static Uni<String> failing() {
        return Uni.createFrom().failure(new IllegalStateException("down"));
    }

    private void open() {
        for (int i = 0; i < 3; i++) {
            subscribe(failing());
        }
        begun.set(0);
    }

    @RepeatedTest(value = ROUNDS, name = "{currentRepetition}")
    void exactlyOneOfFiftyIsTheProbeAtTheEndOfTheWait() throws Exception {
        // Given
        open();
        time.advance(Duration.ofSeconds(10));

        // When
        List<UniAssertSubscriber<String>> callers = subscribeAllAtOnce(Uni.createFrom().nothing());

        // Then
        assertThat(begun).hasValue(1);
        assertThat(rejections(callers)).hasSize(THREADS - 1).allSatisfy(rejection -> {
            assertThat(rejection.state()).isEqualTo(HALF_OPEN);
            assertThat(rejection.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        });
        assertThat(told).extracting(CircuitTransition::to).containsExactly(OPEN, HALF_OPEN);
    }

    @RepeatedTest(value = ROUNDS, name = "{currentRepetition}")
    void fiftyFailuresAtOnceOpenItOnce() throws Exception {
        // Given
        CyclicBarrier end = new CyclicBarrier(THREADS);
        Uni<String> call = Uni.createFrom().emitter(emitter -> {
            try {
                end.await(30, SECONDS);
                emitter.fail(new IllegalStateException("down"));
            } catch (Exception e) {
                emitter.fail(new AssertionError("not all have begun", e));
            }
        });

        // When
        List<UniAssertSubscriber<String>> callers = subscribeAllAtOnce(call);

        // Then
        assertThat(begun).hasValue(THREADS);
        assertThat(callers).allSatisfy(caller -> caller.assertFailedWith(IllegalStateException.class, "down"));
        assertThat(told).extracting(CircuitTransition::to).containsExactly(OPEN);
        assertThat(circuit.status().attempt()).hasValue(1);
    }

    @RepeatedTest(value = ROUNDS, name = "{currentRepetition}")
    void noneOfFiftyBeginsWhileTheWaitRuns() throws Exception {
        // Given
        open();
        time.advance(Duration.ofMillis(9_999));

        // When
        List<UniAssertSubscriber<String>> callers = subscribeAllAtOnce(failing());

        // Then
        assertThat(begun).hasValue(0);
        assertThat(rejections(callers)).hasSize(THREADS)
                .allSatisfy(rejection -> assertThat(rejection.retryAfter()).isEqualTo(Duration.ofMillis(1)));
        assertThat(told).hasSize(1);
    }
}

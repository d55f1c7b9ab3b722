package io.eventmanagement.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.smallrye.faulttolerance.core.timer.TimerTask;

class WheelTimerTest {

    private final BlockingQueue<Runnable> workers = new LinkedBlockingQueue<>();
    private final WheelTimer timer = new WheelTimer(workers::add);

    @AfterEach
    void stopThread() {
        timer.shutdown();
    }

    @Test
    void aTaskIsHandedToItsExecutorWhenItsDelayIsOverAndNotBefore() throws Exception {
        // Given
        long begin = System.nanoTime();
        CompletableFuture<Long> begun = new CompletableFuture<>();

        // When
        TimerTask task = timer.schedule(30, () -> begun.complete(System.nanoTime()), Runnable::run);

        // Then
        assertThat(begun.get(10, TimeUnit.SECONDS) - begin).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(30));
        assertThat(task.cancel()).isFalse();
        assertThat(workers).isEmpty();
    }

    @Test
    void aTaskWithoutAnExecutorIsHandedToTheWorkersAndIsDoneWhenItHasRun() throws Exception {
        // Given
        TimerTask task = timer.schedule(0, () -> {
            // Nothing to do.
        });

        // When
        Runnable handed = workers.poll(10, TimeUnit.SECONDS);

        // Then
        assertThat(task.isDone()).isFalse();
        handed.run();
        assertThat(task.isDone()).isTrue();
    }

    @Test
    void aCancelledTaskNeverRuns() throws Exception {
        // Given
        TimerTask cancelled = timer.schedule(300, () -> workers.add(() -> {
            throw new AssertionError("has run");
        }), Runnable::run);

        // When
        boolean inTime = cancelled.cancel();

        // Then
        assertThat(inTime).isTrue();
        assertThat(cancelled.isDone()).isTrue();
        // What is due later runs, and the cancelled one hasn't by then.
        CompletableFuture<Integer> later = new CompletableFuture<>();
        timer.schedule(350, () -> later.complete(workers.size()), Runnable::run);
        assertThat(later.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void tellsHowManyTasksAreScheduled() {
        // Given
        timer.schedule(60_000, () -> {
            // Never comes to it.
        });

        // When
        int scheduled = timer.countScheduledTasks();

        // Then
        assertThat(scheduled).isEqualTo(1);
    }
}

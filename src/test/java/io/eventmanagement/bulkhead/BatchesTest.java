package io.eventmanagement.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class BatchesTest {

    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final Batches batches = new Batches(loop::add);
    private final List<Integer> run = new ArrayList<>();

    private void runLoop() {
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
    }

    @Test
    void otherWorkHasItsTurnBetweenAFewTasksAndTheNext() {
        // Given
        IntStream.range(0, 100).forEach(task -> batches.execute(() -> run.add(task)));
        loop.add(() -> run.add(-1));

        // When
        runLoop();

        // Then
        assertThat(run.indexOf(-1)).isBetween(1, 16);
        run.remove((Integer) (-1));
        assertThat(run).containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void whatComesWhenAllHasRunIsRunToo() {
        // Given
        batches.execute(() -> run.add(1));
        runLoop();

        // When
        batches.execute(() -> run.add(2));
        runLoop();

        // Then
        assertThat(run).containsExactly(1, 2);
    }

    @Test
    void aTaskThatThrowsKeepsNoneFromRunning() {
        // Given
        batches.execute(() -> {
            throw new IllegalStateException("thrown");
        });
        batches.execute(() -> run.add(1));

        // When
        assertThatThrownBy(this::runLoop).hasMessage("thrown");
        runLoop();

        // Then
        assertThat(run).containsExactly(1);
    }
}

package io.eventmanagement.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.annotation.PreDestroy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineTest {

    private final ExecutorService workers = Executors.newSingleThreadExecutor();

    @AfterEach
    void stopThread() {
        workers.shutdown();
    }

    @Test
    void endsWithTheService() throws Exception {
        // Given
        Engine engine = new Engine(() -> workers);

        // When
        engine.tearDown();

        // Then
        assertThatIllegalStateException().isThrownBy(() -> engine.getTimer().schedule(0, workers::shutdown));
        assertThat(Engine.class.getMethod("tearDown").isAnnotationPresent(PreDestroy.class))
                .as("the container calls it").isTrue();
    }
}

package io.eventmanagement.event;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class EventIdsTest {

    private static final int THREADS = 8;
    private static final int IDS = 100_000;

    private final EventIds ids = new EventIds();

    private List<String> next(int count) {
        return Stream.generate(ids::next).limit(count).toList();
    }

    @Test
    void idsAreUniqueHoweverManyThreadsAskForThem() throws Exception {
        // Given
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<List<String>>> results = new ArrayList<>();

        // When
        for (int i = 0; i < THREADS; i++) {
            results.add(threads.submit(() -> {
                start.await(30, SECONDS);
                return next(IDS / THREADS);
            }));
        }

        // Then
        Set<String> distinct = new HashSet<>();
        for (Future<List<String>> result : results) {
            distinct.addAll(result.get(30, SECONDS));
        }
        threads.shutdown();
        assertThat(distinct).hasSize(IDS);
    }

    @Test
    void theIdsOfOneThreadAscendAsText() {
        // When
        List<String> made = next(IDS);

        // Then
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void anIdIsAUuidOfVersion7() {
        // When
        UUID id = UUID.fromString(ids.next());

        // Then
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }
}

package io.eventmanagement.eventcom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AddCycleTest {

    @Test
    void fiveSucceedThenTenFailThenItStartsAgain() {
        AddCycle cycle = new AddCycle(5, 10);

        List<Boolean> turns = turns(cycle, 30);

        List<Boolean> once = Stream.concat(repeated(true, 5), repeated(false, 10)).toList();
        assertThat(turns.subList(0, 15)).isEqualTo(once);
        assertThat(turns.subList(15, 30)).isEqualTo(once);
    }

    @Property
    void eachCycleIsItsSuccessesThenItsFailures(@ForAll @IntRange(max = 20) int successes,
            @ForAll @IntRange(min = 1, max = 20) int failures) {
        AddCycle cycle = new AddCycle(successes, failures);

        List<Boolean> turns = turns(cycle, 3 * (successes + failures));

        List<Boolean> expected = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            repeated(true, successes).forEach(expected::add);
            repeated(false, failures).forEach(expected::add);
        }
        assertThat(turns).isEqualTo(expected);
    }

    @Property
    void withoutFailuresEveryCallSucceeds(@ForAll @IntRange(max = 20) int successes) {
        AddCycle cycle = new AddCycle(successes, 0);

        assertThat(turns(cycle, 50)).containsOnly(true);
    }

    @Test
    void fiveOfEachFifteenSucceedHoweverManyThreadsCall() throws Exception {
        AddCycle cycle = new AddCycle(5, 10);
        int threads = 50;
        int callsOfEach = 3_000;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            Callable<Long> caller = () -> {
                start.await();
                return turns(cycle, callsOfEach).stream().filter(succeeds -> succeeds).count();
            };

            long successes = 0;
            for (Future<Long> each : executor.invokeAll(IntStream.range(0, threads).mapToObj(i -> caller).toList())) {
                successes += each.get();
            }

            assertThat(successes).isEqualTo((long) threads * callsOfEach / 3);
        } finally {
            executor.shutdownNow();
        }
    }

    private static List<Boolean> turns(AddCycle cycle, int calls) {
        return Stream.generate(cycle::nextSucceeds).limit(calls).toList();
    }

    private static Stream<Boolean> repeated(boolean turn, int times) {
        return Stream.generate(() -> turn).limit(times);
    }
}

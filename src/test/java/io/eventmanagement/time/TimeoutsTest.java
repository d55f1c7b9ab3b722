package io.eventmanagement.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.subscription.Cancellable;

class TimeoutsTest {

    private static final long LENGTH = 1_000;

    private final VirtualTime time = new VirtualTime();
    private long now;

    /** By the millisecond that they are set to. */
    private final TreeMap<Long, Runnable> alarms = new TreeMap<>();
    private int alarmsSet;

    private final List<String> ended = new ArrayList<>();

    private final Timeouts timeouts = new Timeouts(Duration.ofMillis(LENGTH), (millis, task) -> {
        alarmsSet++;
        alarms.put(now + millis, task);
    }, time);

    private Cancellable begin(String name) {
        return timeouts.begin(() -> ended.add(name));
    }

    private void advanceTo(long millis) {
        while (!alarms.isEmpty() && alarms.firstKey() <= millis) {
            now = alarms.firstKey();
            time.advanceTo(Duration.ofMillis(now));
            alarms.pollFirstEntry().getValue().run();
        }
        now = millis;
        time.advanceTo(Duration.ofMillis(now));
    }

    @Test
    void endAfterTheirLengthAndNotAMillisecondBefore() {
        begin("one");

        advanceTo(LENGTH - 1);
        assertThat(ended).isEmpty();

        advanceTo(LENGTH);
        assertThat(ended).containsExactly("one");
    }

    @Test
    void endInTheOrderInWhichTheyBegan() {
        begin("first");
        advanceTo(300);
        begin("second");
        begin("third");

        advanceTo(LENGTH);
        assertThat(ended).containsExactly("first");

        advanceTo(LENGTH + 299);
        assertThat(ended).containsExactly("first");

        advanceTo(LENGTH + 300);
        assertThat(ended).containsExactly("first", "second", "third");
    }

    @Test
    void neverEndOnceCancelled() {
        Cancellable first = begin("first");
        advanceTo(300);
        begin("second");
        Cancellable third = begin("third");
        begin("fourth");

        first.cancel();
        third.cancel();
        third.cancel();

        advanceTo(5 * LENGTH);
        assertThat(ended).containsExactly("second", "fourth");
    }

    @Test
    void areNotHeldUpByOnesThatWereCancelled() {
        begin("first").cancel();
        advanceTo(LENGTH - 1);
        begin("second");

        advanceTo(2 * LENGTH - 2);
        assertThat(ended).isEmpty();

        advanceTo(2 * LENGTH - 1);
        assertThat(ended).containsExactly("second");
    }

    @Test
    void mayBeBegunWhenAllBeforeAreOver() {
        begin("first");
        advanceTo(3 * LENGTH);

        begin("second");

        advanceTo(4 * LENGTH - 1);
        assertThat(ended).containsExactly("first");
        advanceTo(4 * LENGTH);
        assertThat(ended).containsExactly("first", "second");
    }

    @Test
    void mayBeBegunByOneThatEnds() {
        timeouts.begin(() -> begin("next"));

        advanceTo(2 * LENGTH - 1);
        assertThat(ended).isEmpty();
        advanceTo(2 * LENGTH);
        assertThat(ended).containsExactly("next");
    }

    @Test
    void needOneAlarmForAThousandCallsThatAreAnsweredInTime() {
        for (int call = 0; call < 1_000; call++) {
            advanceTo(now + 1);
            begin("call " + call).cancel();
        }

        assertThat(alarmsSet).isLessThanOrEqualTo(2);
        advanceTo(now + 5 * LENGTH);
        assertThat(ended).isEmpty();
        assertThat(alarms).as("none is set while there is nothing to wait for").isEmpty();
    }

    @Test
    void eachEndOrAreCancelledWhateverTheThread() throws InterruptedException {
        // Given fifty threads
        AtomicInteger cancelledInTime = new AtomicInteger();
        AtomicInteger ends = new AtomicInteger();
        List<Runnable> set = new ArrayList<>();
        Timeouts shared = new Timeouts(Duration.ofMillis(LENGTH), (millis, task) -> {
            synchronized (set) {
                set.add(task);
            }
        }, time);
        ExecutorService callers = Executors.newFixedThreadPool(50);
        CountDownLatch together = new CountDownLatch(50);

        // When each begins 200 and cancels some of them
        for (int caller = 0; caller < 50; caller++) {
            Random random = new Random(caller);
            callers.execute(() -> {
                together.countDown();
                for (int i = 0; i < 200; i++) {
                    Cancellable timeout = shared.begin(ends::incrementAndGet);
                    if (random.nextBoolean()) {
                        timeout.cancel();
                        cancelledInTime.incrementAndGet();
                    }
                }
            });
        }
        callers.shutdown();
        assertThat(callers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        time.advance(Duration.ofMillis(LENGTH));
        while (!set.isEmpty()) {
            set.remove(0).run();
        }

        // Then all others end, once
        assertThat(ends.get()).isEqualTo(50 * 200 - cancelledInTime.get());
    }
}

package io.eventmanagement.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.eventmanagement.ratelimit.Buckets.Taken;
import io.eventmanagement.time.VirtualTime;

class BucketsTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final VirtualTime time = new VirtualTime();

    private static long passed(Buckets buckets, String client, int requests) {
        return IntStream.range(0, requests).filter(i -> buckets.take(client).passed()).count();
    }

    @Test
    void soManyPassAsMayAndNoneMore() {
        Buckets buckets = new Buckets(5, WINDOW, time);

        assertThat(IntStream.range(0, 5).mapToObj(i -> buckets.take("a"))).extracting(Taken::passed, Taken::left)
                .containsExactly(of(4), of(3), of(2), of(1), of(0));
        assertThat(buckets.take("a").passed()).isFalse();
    }

    private static org.assertj.core.groups.Tuple of(long left) {
        return org.assertj.core.groups.Tuple.tuple(true, left);
    }

    @Test
    void clientsDoNotTakeFromEachOther() {
        Buckets buckets = new Buckets(5, WINDOW, time);
        passed(buckets, "a", 100);

        assertThat(passed(buckets, "b", 100)).isEqualTo(5);
    }

    /** Also while the clock overflows, as the virtual one does within the first second. */
    @Test
    void oneMoreMayComeAfterItsShareOfTheWindowAndNotBefore() {
        Buckets buckets = new Buckets(5, WINDOW, time);
        passed(buckets, "a", 5);

        Taken refused = buckets.take("a");
        assertThat(refused.untilNext()).isEqualTo(Duration.ofSeconds(2));
        assertThat(refused.untilAll()).isEqualTo(WINDOW);

        time.advance(Duration.ofSeconds(2).minusNanos(1));
        assertThat(buckets.take("a").passed()).isFalse();
        assertThat(buckets.take("a").untilNext()).isEqualTo(Duration.ofNanos(1));

        time.advance(Duration.ofNanos(1));
        assertThat(passed(buckets, "a", 5)).isEqualTo(1);
    }

    @Test
    void afterAWindowAllMayComeAgain() {
        Buckets buckets = new Buckets(5, WINDOW, time);
        passed(buckets, "a", 5);

        time.advance(WINDOW);

        assertThat(passed(buckets, "a", 100)).isEqualTo(5);
    }

    @Test
    void theHighestRateThatMayBeSetWorks() {
        Buckets buckets = new Buckets(1_000_000, Duration.ofMillis(1), time);

        assertThat(passed(buckets, "a", 1_000_001)).isEqualTo(1_000_000);
    }

    @Test
    void ofFiftyThreadsExactlySoManyPassAsMay() throws Exception {
        Buckets buckets = new Buckets(1_000, WINDOW, time);
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Future<Long>> each = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                each.add(threads.submit(() -> {
                    start.await();
                    return passed(buckets, "a", 100);
                }));
            }
            start.countDown();

            long passed = 0;
            for (Future<Long> one : each) {
                passed += one.get();
            }
            assertThat(passed).isEqualTo(1_000);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void moreAddressesThanAreRememberedTakeABoundedRoom() {
        Buckets buckets = new Buckets(5, WINDOW, time);
        ClientAddress addresses = new ClientAddress(List.of());
        long most = 0;

        for (int i = 0; i < 2 * Buckets.MOST; i++) {
            String address = i % 2 == 0 ? "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)
                    : "2001:db8:" + Integer.toHexString(i >> 16) + ":" + Integer.toHexString(i & 0xffff) + "::1";
            assertThat(buckets.take(addresses.of(address, List.of())).passed()).isTrue();
            most = Math.max(most, buckets.size());
        }

        assertThat(most).isBetween((long) Buckets.MOST, Buckets.MOST + 1_000L);
    }

    @Test
    void theAddressesOfOneIPv6NetworkAreOneClient() {
        Buckets buckets = new Buckets(5, WINDOW, time);
        ClientAddress addresses = new ClientAddress(List.of());

        long passed = IntStream.range(0, 100_000)
                .filter(i -> buckets.take(addresses.of("2001:db8::" + Integer.toHexString(i >> 16) + ":"
                        + Integer.toHexString(i & 0xffff), List.of())).passed())
                .count();

        assertThat(passed).isEqualTo(5);
        assertThat(buckets.size()).isEqualTo(1);
    }
}

package io.eventmanagement.reads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.eventmanagement.TestRedis;
import io.eventmanagement.redis.RedisCall;
import io.eventmanagement.redis.RedisLink;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Orders in which reads, fetches, puts, look-ups and writes of one key may begin and end on two replicas that share a Redis:
 * some
 * of very many, at random.
 */
class SharedOrderPropertyTest {

    /** Each ends a call and a step of each replica, or lets time pass until a note of another ends. */
    private static final int MOST_RESTS = 10_000;

    private static final AtomicInteger TRIES = new AtomicInteger();
    private static TestRedis redis;
    private static List<RedisLink> links;

    @BeforeContainer
    static void start() {
        redis = new TestRedis();
        links = List.of(Replica.link(redis), Replica.link(redis), Replica.link(redis));
        links.forEach(RedisLink::start);
    }

    @AfterContainer
    static void stop() {
        links.forEach(RedisLink::stop);
        redis.close();
    }

    /** A read that waits, and the least that it may be told. */
    private record Pending(UniAssertSubscriber<Cached<String>> read, int least) {
    }

    /** A write that replicas are told of, which they have acknowledged when it is done. */
    private record Written(Future<Void> told, int version) {
    }

    /** What event.com has, and what its answers to the calls of one replica will be: as it was when it was asked. */
    private static final class Calls {

        private final Replica replica;
        private final List<Integer> asked = new ArrayList<>();
        private final List<Integer> open = new ArrayList<>();

        private Calls(Replica replica) {
            this.replica = replica;
        }

        private void note(int stored) {
            while (asked.size() < replica.source.calls()) {
                open.add(asked.size());
                asked.add(stored);
            }
        }

        private void end(int which) {
            if (!open.isEmpty()) {
                int call = open.remove(which % open.size());
                replica.source.succeed(call, String.valueOf(asked.get(call)));
            }
        }
    }

    /** Of a step, the number says what happens, on which replica, and to which of the calls that are under way. */
    @Property(tries = 200)
    void aReadThatBeginsAfterAWriteWasAcknowledgedAnywhereSeesIt(
            @ForAll @Size(min = 10, max = 40) List<@IntRange(max = 9_999) Integer> steps) {
        // Given
        String prefix = "try-" + TRIES.incrementAndGet();
        Replica before = new Replica(links.get(2), prefix).open(false);
        before.source.answers(id -> "0");
        before.read("a");
        before.settle();
        List<Calls> replicas = List.of(calls(0, prefix), calls(1, prefix));
        List<Pending> pending = new ArrayList<>();
        List<Written> written = new ArrayList<>();
        int stored = 0;
        int acknowledged = 0;

        // When
        for (int step : steps) {
            Calls calls = replicas.get(step / 10 % 2);
            Replica replica = calls.replica;
            int which = step / 20;
            switch (step % 10) {
                case 0, 1, 2 -> pending.add(new Pending(replica.read("a", Freshness.ANY), acknowledged));
                case 3 -> pending.add(new Pending(replica.read("a", Freshness.FETCHED), acknowledged));
                case 4 -> stored++;
                case 5 -> written.add(write(replica, which % 2 == 0, stored));
                case 6, 7 -> calls.end(which);
                default -> letGo(replica, which);
            }
            acknowledged = settle(replicas, stored, written, acknowledged);
        }
        for (int rest = 0; isAnythingOpen(replicas)
                || pending.stream().anyMatch(reader -> reader.read.getItem() == null); rest++) {
            assertThat(rest).as("what is under way ends").isLessThan(MOST_RESTS);
            replicas.forEach(calls -> calls.end(0));
            replicas.forEach(calls -> letGo(calls.replica, 0));
            acknowledged = settle(replicas, stored, written, acknowledged);
        }

        // Then
        assertThat(pending).allSatisfy(reader -> assertThat(Integer.parseInt(reader.read.awaitItem().getItem().value()))
                .isGreaterThanOrEqualTo(reader.least));
        Replica third = new Replica(links.get(2), prefix).open(false);
        int last = stored;
        third.source.answers(id -> String.valueOf(last));
        assertThat(Integer.parseInt(third.read("a").value())).isGreaterThanOrEqualTo(acknowledged);
    }

    private static Calls calls(int link, String prefix) {
        return new Calls(new Replica(links.get(link), prefix, RedisCall.PUT, RedisCall.WRITE, RedisCall.LOOK_UP).open(false));
    }

    private static Written write(Replica replica, boolean certain, int stored) {
        if (certain) {
            replica.cache.drop("a");
        } else {
            replica.cache.expire("a");
        }
        return new Written(replica.shared.written(List.of(replica.shared.change(replica.kind, "a", certain))), stored);
    }

    private static void letGo(Replica replica, int which) {
        if (replica.held.count() > 0) {
            replica.held.letGo(which % replica.held.count());
        }
    }

    private static boolean isAnythingOpen(List<Calls> replicas) {
        return replicas.stream().anyMatch(calls -> !calls.open.isEmpty() || calls.replica.held.count() > 0);
    }

    private static int settle(List<Calls> replicas, int stored, List<Written> written, int acknowledged) {
        replicas.forEach(calls -> {
            calls.replica.settle();
            calls.note(stored);
        });
        return written.stream().filter(write -> write.told.isComplete()).mapToInt(Written::version)
                .reduce(acknowledged, Math::max);
    }
}

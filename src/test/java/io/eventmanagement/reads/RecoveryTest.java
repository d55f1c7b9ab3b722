package io.eventmanagement.reads;

import static io.eventmanagement.reads.CacheScene.MILLI;
import static io.eventmanagement.reads.CacheScene.TTL;
import static io.eventmanagement.reads.EngineSource.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.bulkhead.BulkheadFullException;
import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.bulkhead.FairBulkhead.Lane;
import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.time.VirtualTime;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;

/** The way back from an outage, with the real cache in front of the engine's real circuit and its timer. */
class RecoveryTest {

    private static final CacheKind<String> KIND = CacheScene.kind(TTL, Duration.ofHours(1));

    private final VirtualTime time = new VirtualTime();
    private final EngineSource source = new EngineSource(time);
    private final FairBulkhead bulkhead = new FairBulkhead(() -> 10, 0);
    private final ReadCache<String> cache = new ReadCache<>(KIND, new CacheStore(1 << 20, Duration.ofHours(2), time), true,
            lane());

    private Lane lane() {
        return bulkhead.lane(Runnable::run);
    }

    private UniAssertSubscriber<Cached<String>> read(String id) {
        return read(id, Freshness.ANY);
    }

    private UniAssertSubscriber<Cached<String>> read(String id, Freshness wish) {
        return cache.get(id, new ClientRequest(wish, lane(), Runnable::run), source).subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private Cached<String> now(String id) {
        return read(id).assertCompleted().getItem();
    }

    private void known(String... ids) {
        for (String id : ids) {
            read(id);
            source.succeed(source.calls() - 1, "old");
        }
    }

    /** Fails enough calls, for ids that nobody else asks for. */
    private void open() {
        for (int i = 0; source.state() == CircuitBreakerState.CLOSED; i++) {
            read("down " + i);
            source.fail(source.calls() - 1);
        }
        assertThat(source.state()).isEqualTo(CircuitBreakerState.OPEN);
    }

    /** "a" and "b" have a last good answer, and the wait of the open circuit is over. */
    private void afterTheWait() {
        known("a", "b");
        source.advance(TTL);
        open();
        source.advance(WAIT);
        assertThat(source.state()).isEqualTo(CircuitBreakerState.HALF_OPEN);
    }

    @Test
    void theNextReadAsksAsideAndReadsAreFreshFromItsSuccessOn() {
        afterTheWait();
        int before = source.calls();

        Cached<String> first = now("a");
        source.succeed(before, "new");

        assertThat(first.use().stale()).isTrue();
        assertThat(source.state()).isEqualTo(CircuitBreakerState.CLOSED);
        assertThat(now("a")).isEqualTo(new Cached<>("new", CacheUse.hit(Duration.ZERO, TTL)));
        UniAssertSubscriber<Cached<String>> other = read("b");
        source.succeed(before + 1, "new");
        assertThat(other.assertCompleted().getItem().use().stale()).isFalse();
    }

    @Test
    void soItDoesWhereTheEnginesTimerIsLate() {
        known("a");
        source.advance(TTL);
        open();
        source.advanceWithoutTimer(WAIT);

        now("a");
        source.succeed(source.calls() - 1, "new");
        source.runTimer();

        assertThat(source.state()).isEqualTo(CircuitBreakerState.CLOSED);
        assertThat(now("a").value()).isEqualTo("new");
    }

    @Test
    void beforeItsWaitIsOverNobodyAsks() {
        known("a");
        source.advance(TTL);
        open();
        int before = source.calls();

        source.advance(WAIT.minus(MILLI));

        assertThat(now("a").use().stale()).isTrue();
        assertThat(source.calls()).isEqualTo(before);
    }

    @Test
    void oneCallAtATimeIsMadeHoweverManyRead() {
        afterTheWait();
        int before = source.calls();

        IntStream.range(0, 100).forEach(i -> now(i % 2 == 0 ? "a" : "b"));

        assertThat(source.calls()).isEqualTo(before + 1);
        assertThat(source.circuit().status().rejects()).as("its status says so").isTrue();
        assertThat(source.circuit().status().state()).isEqualTo(CircuitBreakerState.HALF_OPEN);
    }

    @Test
    void aReadOfWhatIsNotKnownIsThatCallItself() {
        afterTheWait();
        int before = source.calls();

        UniAssertSubscriber<Cached<String>> first = read("unknown");
        UniAssertSubscriber<Cached<String>> second = read("unknown too");
        now("a");

        assertThat(source.calls()).isEqualTo(before + 1);
        second.assertFailedWith(CircuitOpenException.class);
        source.succeed(before, "new");
        assertThat(first.assertCompleted().getItem().value()).isEqualTo("new");
        assertThat(source.state()).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void aReadOfWhatIsStillFreshAsksToo() {
        known("a");
        open();
        source.advance(WAIT);

        assertThat(now("a").use().stale()).isFalse();
        source.succeed(source.calls() - 1, "new");

        assertThat(source.state()).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void aCallThatFailsIsMadeAgainAfterTheNextWait() {
        afterTheWait();
        now("a");
        source.fail(source.calls() - 1);
        assertThat(source.state()).isEqualTo(CircuitBreakerState.OPEN);
        source.advance(WAIT);

        now("a");
        source.succeed(source.calls() - 1, "new");

        assertThat(now("a").value()).isEqualTo("new");
    }

    @Test
    void aCallWhoseReaderHungUpRunsToItsEndAndCounts() {
        afterTheWait();
        read("unknown").cancel();

        source.succeed(source.calls() - 1, "new");

        assertThat(source.state()).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void withoutRoomForItTheNextReadTriesAgain() {
        afterTheWait();
        int before = source.calls();
        Runnable leave = fillTheRoom();

        assertThat(now("a").use().stale()).isTrue();
        read("unknown").assertFailedWith(BulkheadFullException.class);
        assertThat(source.calls()).isEqualTo(before);

        leave.run();
        now("b");
        assertThat(source.calls()).isEqualTo(before + 1);
        source.succeed(before, "new");
        assertThat(now("b").value()).isEqualTo("new");
        read("a");
        source.succeed(before + 1, "new");
        assertThat(cache.counts().shared()).as("joined a call that nobody was to begin").isZero();
    }

    /** @return lets the others go */
    private Runnable fillTheRoom() {
        List<UniEmitter<? super String>> others = new ArrayList<>();
        for (int i = 0; i < bulkhead.limit(); i++) {
            lane().call(() -> Uni.createFrom().<String> emitter(others::add)).subscribe().with(over -> {
            });
        }
        return () -> others.forEach(other -> other.complete("over"));
    }

    @Test
    void aCallThatHangsSinceBeforeTheOutageIsNotTakenForIt() {
        known("a");
        source.advance(TTL);
        read("a");
        int hanging = source.calls() - 1;
        open();
        source.advance(WAIT);

        now("a");

        assertThat(source.calls() - 1).isGreaterThan(hanging);
        source.succeed(source.calls() - 1, "new");
        assertThat(source.state()).isEqualTo(CircuitBreakerState.CLOSED);
        assertThat(now("a").value()).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void anOperatorsResetMakesReadsAskAtOnce(boolean whileProbing) {
        afterTheWait();
        if (whileProbing) {
            now("b");
        }
        int before = source.calls();

        source.circuit().reset();
        UniAssertSubscriber<Cached<String>> read = read("a");

        assertThat(source.calls()).isEqualTo(before + 1);
        source.succeed(before, "new");
        assertThat(read.assertCompleted().getItem().value()).isEqualTo("new");
    }

    @Test
    void oneReadInTenSecondsIsEnough() {
        known("a");
        source.advance(TTL);
        open();

        source.advance(TTL);
        assertThat(now("a").use().stale()).isTrue();
        source.succeed(source.calls() - 1, "new");
        source.advance(TTL);
        UniAssertSubscriber<Cached<String>> second = read("a");
        source.succeed(source.calls() - 1, "newer");

        assertThat(second.assertCompleted().getItem().value()).isEqualTo("newer");
    }

    /** Whatever happened before: once the source is well again, the circuit's wait and two reads later all is as it was. */
    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
    void howeverItWentItComesBack(int seed) {
        Random random = new Random(seed);
        known("a", "b", "c");
        for (int step = 0; step < 2_000; step++) {
            boolean closed = source.state() == CircuitBreakerState.CLOSED;
            int before = source.calls();
            int earlier = source.underWay();
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> read(String.valueOf((char) ('a' + random.nextInt(3))),
                        random.nextInt(5) == 0 ? Freshness.FETCHED : Freshness.ANY);
                case 3 -> read("new " + step).cancel();
                case 4 -> source.advance(Duration.ofMillis(random.nextInt(4_000)));
                case 5 -> source.advanceWithoutTimer(Duration.ofMillis(random.nextInt(4_000)));
                case 6 -> endOne(random, random.nextInt(10) < 2);
                default -> {
                    if (random.nextInt(50) == 0) {
                        source.circuit().reset();
                    } else {
                        endOne(random, false);
                    }
                }
            }
            if (!closed) {
                assertThat(source.calls() - before).as("calls begun in step %d, %d under way", step, earlier)
                        .isLessThanOrEqualTo(1);
            }
        }
        // All that hangs is timed out, by and by, and from then on calls succeed.
        IntStream.range(0, source.calls()).forEach(source::fail);
        source.advance(WAIT.plus(TTL));
        read("a");
        IntStream.range(0, source.calls()).forEach(call -> source.succeed(call, "new"));
        assertThat(source.state()).isEqualTo(CircuitBreakerState.CLOSED);
        source.advance(TTL);
        UniAssertSubscriber<Cached<String>> fresh = read("b");
        source.succeed(source.calls() - 1, "newest");
        assertThat(fresh.assertCompleted().getItem().value()).isEqualTo("newest");
        assertThat(bulkhead.running()).isZero();
    }

    private void endOne(Random random, boolean well) {
        int call = random.nextInt(source.calls());
        if (well) {
            source.succeed(call, "value");
        } else {
            source.fail(call);
        }
    }
}

package io.eventmanagement.bulkhead;

import static io.eventmanagement.bulkhead.SimulatedLoad.LEAST;
import static io.eventmanagement.bulkhead.SimulatedLoad.MOST;
import static io.eventmanagement.bulkhead.SimulatedLoad.MS;
import static io.eventmanagement.bulkhead.SimulatedLoad.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.bulkhead.SimulatedLoad.Operation;
import io.eventmanagement.bulkhead.SimulatedLoad.Outcome;

/** What mustn't take the limit down, or not for long, in simulated time. */
class AdaptiveLimitCalmTest {

    private final SimulatedLoad load = SimulatedLoad.adaptive();

    private DoubleSupplier noisy(double millis, double deviation) {
        return () -> millis * MS * Math.exp(deviation * load.random.nextGaussian());
    }

    private Supplier<Outcome> sometimes(double share, Outcome outcome) {
        return () -> load.random.nextDouble() < share ? outcome : Outcome.ANSWERED;
    }

    /** How long a fan-out takes that is the first thing ever. */
    private static long cold(double deviation) {
        SimulatedLoad other = SimulatedLoad.fixed(MOST);
        return other.fanOut(1_000, other.operation(() -> 500 * MS * Math.exp(deviation * other.random.nextGaussian())));
    }

    // ---- Quiet times ----

    /** One call every ten seconds, all night. */
    private void night(Operation operation, int calls) {
        for (int i = 0; i < calls; i++) {
            load.clientOnce(operation);
            load.runFor(10 * SECOND);
        }
    }

    @Test
    void aQuietNightLeavesRoomForTheMorning() {
        Operation event = load.operation(noisy(500, 0.3));
        night(event, 2_000);
        assertThat(load.limit.now()).isEqualTo(MOST);

        assertThat(load.fanOut(1_000, event)).isLessThanOrEqualTo((long) (1.25 * cold(0.3)));
    }

    @Test
    void soDoesOneWhoseCallsFail() {
        Operation event = load.operation(noisy(500, 0.3));
        Operation failing = load.operation(() -> MS, () -> Outcome.REFUSED);
        night(event, 20);
        night(failing, 200);
        assertThat(load.limit.now()).isEqualTo(MOST);

        assertThat(load.fanOut(1_000, event)).isLessThanOrEqualTo((long) (1.25 * cold(0.3)));
    }

    @Test
    void asFewCallsAsMayAlwaysBeUnderWayNeverTakeItDown() {
        load.eventCom.has(2, MOST);
        load.clients(LEAST, load.operation(() -> 100 * MS, sometimes(0.05, Outcome.REFUSED)));

        load.runFor(60 * SECOND);

        assertThat(load.limit.now()).isEqualTo(MOST);
    }

    // ---- Operations that differ ----

    @Test
    void aFailingOperationSaysNothingOfTheOthers() {
        Operation flapping = load.operation(() -> MS, sometimes(0.6, Outcome.FAILED));
        Operation event = load.operation(() -> 500 * MS);
        load.mix(100, () -> load.random.nextInt(2), flapping, event);

        load.runFor(120 * SECOND);

        assertThat(load.limit.now()).isEqualTo(MOST);
        assertThat(load.limit.moves(LimitReason.RECOVERY)).isZero();
    }

    @Test
    void quickAnswersOfOtherKindsDoNotMakeAnOperationLookSlow() {
        // As a 404 is, where an object takes 500 ms.
        boolean[] isUnknown = { false };
        Operation event = load.operation(() -> (isUnknown[0] ? 1 : 500) * MS, () -> {
            isUnknown[0] = load.random.nextBoolean();
            return isUnknown[0] ? Outcome.EMPTY : Outcome.ANSWERED;
        });
        load.clients(100, event);

        load.runFor(60 * SECOND);

        assertThat(load.limit.now()).isGreaterThan(2 * 100);
    }

    @ParameterizedTest
    @ValueSource(ints = { 50, 100, 200 })
    void aMixOfSlowAndQuickCallsIsHeldWhereItFits(int workers) {
        load.eventCom.has(workers, MOST);
        Operation slow = load.operation(() -> 500 * MS);
        Operation quick = load.operation(() -> MS);
        load.clients(500, () -> load.random.nextInt(10) < 3 ? slow : quick);
        load.runFor(40 * SECOND);

        // Half of it is where it is being measured.
        for (int second = 0; second < 180; second++) {
            load.runFor(SECOND);
            assertThat(load.limit.now()).isBetween(workers * 3 / 10, workers * 17 / 10);
        }
        assertThat(load.goodput(180 * SECOND)).isGreaterThan(0.9 * workers / (0.3 * 0.5 + 0.7 * 0.001));
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0.5, 1, 1.5 })
    void aQueueOfVeryQuickCallsIsSeen(double millis) {
        load.eventCom.has(10, MOST);
        Operation quick = load.operation(() -> millis * MS);
        load.clients(5, quick);
        load.runFor(5 * SECOND);
        load.clients(500, quick);

        load.runFor(30 * SECOND);

        // What takes less than 5 ms more is no sign.
        assertThat(load.limit.now()).isLessThan((int) (10 * (1 + 5 / millis) * 1.5));
    }

    // ---- Times that differ by themselves ----

    @ParameterizedTest
    @ValueSource(ints = { 40, 100, 200 })
    void aFewCallsThatAlwaysTakeTenTimesAsLongAreNoQueue(int clients) {
        load.clients(clients, load.operation(() -> (load.random.nextInt(10) == 0 ? 500 : 50) * MS));
        load.runFor(10 * SECOND);

        for (int second = 0; second < 60; second++) {
            load.runFor(SECOND);
            assertThat(load.limit.now()).isGreaterThan(clients);
        }
    }

    @ParameterizedTest
    @CsvSource({ "10, 5", "10, 20", "40, 5", "40, 20", "200, 5" })
    void anEventComThatHasBecomeMuchSlowerIsGotUsedTo(int clients, int times) {
        load.clients(clients, load.operation(() -> 100 * MS));
        load.runFor(20 * SECOND);

        load.eventCom.takes(times);
        load.runFor(60 * SECOND);

        assertThat(load.goodput(20 * SECOND)).isGreaterThan(0.85 * clients / (0.1 * times));
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0.1, 0.3 })
    void timesThatDifferDoNotEndARecovery(double deviation) {
        Operation operation = load.operation(noisy(100, deviation));
        load.clients(500, operation);
        load.runFor(10 * SECOND);
        load.eventCom.goDown();
        load.runFor(20 * SECOND);
        load.eventCom.comeBack();
        while (operation.isOpen()) {
            load.runFor(MS);
        }

        load.runFor(5 * SECOND);

        assertThat(load.limit.now()).isGreaterThan(500);
    }

    // ---- Refusals ----

    @ParameterizedTest
    @CsvSource({ "0.01, 1024", "0.03, 1024", "0.07, 50", "0.1, 20" })
    void aConstantShareOfRefusalsCostsLittle(double share, int least) {
        // Two operations, so that a circuit that opens by chance isn't taken for an outage.
        load.clients(200, load.operation(() -> 100 * MS, sometimes(share, Outcome.REFUSED)));
        load.clients(100, load.operation(() -> 100 * MS, sometimes(share, Outcome.REFUSED)));

        load.runFor(60 * SECOND);

        for (int second = 0; second < 30; second++) {
            load.runFor(SECOND);
            assertThat(load.limit.now()).isGreaterThanOrEqualTo(least);
        }
    }

    @Test
    void aTimeOutCountsAlthoughTheLimitHasGrownSinceItsCallBegan() {
        long[] now = { 0 };
        AdaptiveLimit limit = new AdaptiveLimit(LEAST, MOST, () -> now[0]);
        OperationTimes times = limit.operation();
        limit.recover(LEAST);
        for (int i = 0; i < 40; i++) {
            now[0] += 10 * MS;
            limit.answered(times, now[0] - MS, 1);
        }
        int grown = limit.now();
        assertThat(grown).isGreaterThan(LEAST);

        now[0] += SECOND;
        for (int i = 0; i < 20; i++) {
            limit.refused(2 * MS, 20);
        }

        assertThat(limit.now()).isLessThan(grown);
        assertThat(limit.moves(LimitReason.REFUSAL)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0, 0.01, 0.02, 0.04 })
    void aFewRefusalsDoNotHideThatCallsQueue(double share) {
        load.eventCom.has(50, MOST);
        load.clients(500, load.operation(() -> 100 * MS, sometimes(share, Outcome.REFUSED)));

        load.runFor(30 * SECOND);

        assertThat(load.limit.now()).isLessThan(150);
    }

    /** One window: half of the calls under way begin together, and are answered together after this time. */
    private static void window(AdaptiveLimit limit, OperationTimes operation, long[] now, long millis) {
        long began = now[0];
        now[0] += millis * MS;
        for (int i = 0; i < 500; i++) {
            limit.answered(operation, began, 1_000);
        }
    }

    @Test
    void oneWindowOfSlowAnswersMayBeThisServiceBeingBusyTwoAreASign() {
        long[] now = { 0 };
        AdaptiveLimit limit = new AdaptiveLimit(8, 1_000, () -> now[0]);
        OperationTimes event = limit.operation();
        for (int i = 0; i < 3; i++) {
            window(limit, event, now, 500);
        }

        window(limit, event, now, 900);
        window(limit, event, now, 520);
        window(limit, event, now, 900);
        assertThat(limit.now()).isEqualTo(1_000);

        window(limit, event, now, 910);
        window(limit, event, now, 920);
        assertThat(limit.now()).isLessThan(900);
    }
}

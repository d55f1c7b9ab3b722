package io.eventmanagement.bulkhead;

import static io.eventmanagement.bulkhead.SimulatedLoad.MOST;
import static io.eventmanagement.bulkhead.SimulatedLoad.MS;
import static io.eventmanagement.bulkhead.SimulatedLoad.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.bulkhead.SimulatedLoad.Operation;
import io.eventmanagement.bulkhead.SimulatedLoad.Outcome;

/** What the limit is worth, in simulated time: to event.com, and to clients (issue 21). */
class AdaptiveLimitTest {

    private static final DoubleSupplier TENTH = () -> 100 * MS;
    private static final DoubleSupplier HALF_A_SECOND = () -> 500 * MS;

    /** Half a minute of 500 clients, with event.com having 50 workers of 100 ms, and room for 100 to wait. */
    private static SimulatedLoad crowded(SimulatedLoad load) {
        load.eventCom.has(50, 100);
        load.clients(500, load.operation(TENTH));
        load.runFor(30 * SECOND);
        load.eventCom.countAnew();
        load.runFor(30 * SECOND);
        return load;
    }

    @Test
    void anEventComThatHasItsLimitGetsAsMuchAsItCanTakeAndNotMuchMore() {
        SimulatedLoad best = IntStream.of(10, 25, 50, 64, 100, 150, 200, 300, 500, MOST)
                .mapToObj(limit -> crowded(SimulatedLoad.fixed(limit)))
                .reduce((one, other) -> other.goodput(30 * SECOND) > one.goodput(30 * SECOND) ? other : one).orElseThrow();

        SimulatedLoad adaptive = crowded(SimulatedLoad.adaptive());

        assertThat(adaptive.goodput(30 * SECOND)).isGreaterThan(0.95 * best.goodput(30 * SECOND));
        assertThat(adaptive.p99(30 * SECOND)).isLessThan((long) (1.3 * best.p99(30 * SECOND)));
        assertThat(adaptive.eventCom.mostUnderWay()).isLessThanOrEqualTo(2 * 50);
    }

    @Test
    void withAFixedLimitThatIsTooHighMostOfItIsLost() {
        assertThat(crowded(SimulatedLoad.fixed(MOST)).goodput(30 * SECOND))
                .isLessThan(0.1 * crowded(SimulatedLoad.fixed(50)).goodput(30 * SECOND));
    }

    private static void assertFits(int limit, int workers) {
        assertThat((double) limit).isCloseTo(workers, Offset.offset(Math.max(6, 0.3 * workers)));
    }

    @Test
    void theLimitFollowsACapacityThatChanges() {
        SimulatedLoad load = crowded(SimulatedLoad.adaptive());
        assertFits(load.limit.now(), 50);

        load.eventCom.has(10, 100);
        load.runFor(10 * SECOND);
        assertFits(load.limit.now(), 10);

        load.runFor(20 * SECOND);
        load.eventCom.has(200, 100);
        load.runFor(10 * SECOND);
        assertFits(load.limit.now(), 200);
    }

    @ParameterizedTest
    @ValueSource(ints = { 10, 20, 50, 100, 200 })
    void itStaysWhereItFitsSinceAQueueDoesNotPassForTheBest(int workers) {
        SimulatedLoad load = SimulatedLoad.adaptive();
        load.eventCom.has(workers, 100);
        load.clients(500, load.operation(TENTH));
        load.runFor(60 * SECOND);

        for (int minute = 0; minute < 3; minute++) {
            load.runFor(60 * SECOND);

            assertFits(load.limit.now(), workers);
        }
        assertThat(load.goodput(180 * SECOND)).isGreaterThan(0.95 * workers * 10);
    }

    /** docs/contract.md, "event.com, as it is": 500 ms for an event, always; next to nothing for the others. */
    private static final class Contract {

        private final SimulatedLoad load;
        private final Operation event;

        private Contract(SimulatedLoad load) {
            this.load = load;
            this.event = load.operation(HALF_A_SECOND);
        }

        private long fanOut() {
            return load.fanOut(1_000, event);
        }

        /** Five succeed, ten fail, whatever the load is. */
        private void adds() {
            int[] count = { 0 };
            boolean[] isWell = { true };
            Operation add = load.add(() -> (isWell[0] ? 1 : 100) * MS, () -> {
                isWell[0] = count[0]++ % 15 < 5;
                return isWell[0] ? Outcome.ANSWERED : Outcome.REFUSED;
            });
            load.mix(20, () -> 0, add);
        }

        private void mix() {
            DoubleSupplier quick = () -> (0.5 + 4 * load.random.nextDouble() * load.random.nextDouble()) * MS;
            load.mix(100, () -> load.random.nextInt(3), event, load.operation(quick), load.operation(quick));
        }

        private void outage() {
            load.eventCom.goDown();
            load.runFor(20 * SECOND);
            load.eventCom.comeBack();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aFanOutTakesNoLongerThanWithAFixedLimit(boolean withAdds) {
        Contract contract = new Contract(SimulatedLoad.adaptive());
        long fixed = new Contract(SimulatedLoad.fixed(MOST)).fanOut();
        long longest = (long) (1.25 * fixed);

        assertThat(contract.fanOut()).as("the very first").isLessThanOrEqualTo(longest);
        contract.mix();
        if (withAdds) {
            contract.adds();
        }
        contract.load.runFor(15 * SECOND);
        assertThat(contract.fanOut()).as("after 15 s of a mix").isLessThanOrEqualTo(longest);
        assertThat(contract.load.limit.moves(LimitReason.RECOVERY)).isZero();

        contract.outage();
        contract.load.runFor(10 * SECOND);
        assertThat(contract.event.isOpen()).isFalse();
        contract.fanOut();
        assertThat(contract.fanOut()).as("the second one after an outage").isLessThanOrEqualTo(longest);
        assertThat(contract.load.limit.moves(LimitReason.LATENCY)).isZero();
        assertThat(contract.load.limit.moves(LimitReason.REFUSAL)).isZero();
    }

    /** Its best may be forgotten before it has shown that fewer calls are no faster. */
    @ParameterizedTest
    @ValueSource(ints = { 100, 300, 600 })
    void soItIsWhereCallsTakeAsLongAsAWindow(int clients) {
        SimulatedLoad load = SimulatedLoad.adaptive();
        load.clients(clients, load.operation(HALF_A_SECOND));
        load.runFor(20 * SECOND);

        load.eventCom.takes(2);
        load.runFor(30 * SECOND);

        assertThat(load.goodput(5 * SECOND)).isGreaterThan(0.85 * clients);
    }

    @ParameterizedTest
    @ValueSource(ints = { 40, 200, 600 })
    void anEventComThatHasBecomeSlowerButHasRoomForAllIsNotHeldBackForLong(int clients) {
        SimulatedLoad load = SimulatedLoad.adaptive();
        load.clients(clients, load.operation(TENTH));
        load.runFor(20 * SECOND);

        load.eventCom.takes(2);
        load.runFor(10 * SECOND);
        // Long before its best is forgotten by age: a third of the calls took as long.
        assertThat(load.goodput(2 * SECOND)).isGreaterThan(0.85 * clients / 0.2);
        load.runFor(25 * SECOND);

        assertThat(load.goodput(5 * SECOND)).isGreaterThan(0.85 * clients / 0.2);
    }

    @ParameterizedTest
    @ValueSource(ints = { 10, 20, 50, 100, 200 })
    void afterAnOutageEventComGetsItsCallsGradually(int workers) {
        SimulatedLoad load = SimulatedLoad.adaptive();
        load.eventCom.has(workers, 100);
        Operation operation = load.operation(TENTH);
        load.clients(500, operation);
        load.runFor(30 * SECOND);

        load.eventCom.goDown();
        load.runFor(20 * SECOND);
        load.eventCom.comeBack();
        while (operation.isOpen()) {
            load.runFor(MS);
        }
        load.runFor(5 * SECOND);

        assertThat(load.eventCom.mostUnderWay()).isLessThanOrEqualTo(2 * workers);
        assertThat(load.eventCom.mostBegun()).isLessThanOrEqualTo(2 * workers);
        assertThat(load.goodput(5 * SECOND)).isGreaterThan(0.8 * workers * 10);
    }

    @ParameterizedTest
    @CsvSource({ "0.1, 0", "0.3, 0", "0.5, 0", "0.1, 0.02", "0.3, 0.02" })
    void timesThatDifferWithoutAnyLoadHoldNobodyBack(double deviation, double stragglers) {
        SimulatedLoad load = SimulatedLoad.adaptive();
        Operation noisy = load.operation(() -> 100 * MS * Math.exp(deviation * load.random.nextGaussian())
                * (load.random.nextDouble() < stragglers ? 20 : 1));
        load.clients(200, noisy);

        for (int second = 0; second < 60; second++) {
            load.runFor(SECOND);

            assertThat(load.limit.now()).isGreaterThan(2 * 200);
        }
    }

    @Test
    void latencyOfFewCallsTakesTheLimitDownStepByStep() {
        SimulatedLoad load = SimulatedLoad.adaptive();
        Operation operation = load.operation(TENTH);
        load.clients(20, operation);
        load.runFor(5 * SECOND);

        load.eventCom.has(10, MOST);
        load.runFor(SECOND);

        assertThat(load.limit.now()).isBetween(100, MOST * 3 / 4);
        assertThat(load.limit.moves(LimitReason.LATENCY)).isPositive();
    }

    @Test
    void itBeginsAtItsUpperBound() {
        assertThat(SimulatedLoad.adaptive().limit.now()).isEqualTo(MOST);
    }

    @Test
    void aLowerBoundThatIsNotBelowTheUpperOneMakesItFixed() {
        assertThat(new AdaptiveLimit(8, 4, () -> 0).isFixed()).isTrue();
        assertThat(new AdaptiveLimit(8, 4, () -> 0).now()).isEqualTo(4);
        assertThat(SimulatedLoad.adaptive().limit.isFixed()).isFalse();
    }
}

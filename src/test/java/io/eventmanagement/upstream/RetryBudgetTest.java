package io.eventmanagement.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.eventmanagement.time.VirtualTime;

/** Retries are 20 % of the calls of the last ten seconds at most, and at least three (issue 21). */
class RetryBudgetTest {

    private final VirtualTime time = new VirtualTime();
    private final RetryBudget budget = new RetryBudget(time);

    private void call(int times) {
        IntStream.range(0, times).forEach(i -> budget.tried());
    }

    /** @return how many of so many retries there may be */
    private int retry(int times) {
        int retries = 0;
        for (int i = 0; i < times; i++) {
            if (budget.spend()) {
                budget.tried();
                retries++;
            }
        }
        return retries;
    }

    @Test
    void thereAreThreeHoweverFewCalls() {
        assertThat(budget.left()).isEqualTo(3);
        assertThat(retry(10)).isEqualTo(3);
        assertThat(budget.left()).isZero();
        assertThat(budget.refused()).isEqualTo(7);
    }

    @Test
    void aFifthOfTheCallsMayBeTriedAgainAndRetriesAreNoCalls() {
        call(1_000);

        assertThat(budget.left()).isEqualTo(200);
        assertThat(retry(1_000)).isEqualTo(200);
    }

    @Test
    void hedgesLeaveHalfOfTheBudgetToRetriesAndTheirLackIsNoRefusal() {
        call(1_000);

        int hedges = 0;
        while (budget.spendOnHedge()) {
            budget.tried();
            hedges++;
        }

        assertThat(hedges).isEqualTo(100);
        assertThat(budget.refused()).isZero();
        assertThat(retry(1_000)).isEqualTo(100);
    }

    @Test
    void callsCountForTenSeconds() {
        call(100);
        time.advance(Duration.ofMillis(9_000));
        assertThat(budget.left()).isEqualTo(20);

        time.advance(Duration.ofMillis(1_000));

        assertThat(budget.left()).isEqualTo(3);
    }

    @Test
    void soDoRetries() {
        retry(3);
        time.advance(Duration.ofMillis(9_000));
        assertThat(budget.left()).isZero();

        time.advance(Duration.ofMillis(1_000));

        assertThat(budget.left()).isEqualTo(3);
    }

    @Test
    void afterALongTimeNothingIsLeftOfEither() {
        call(100);
        retry(20);

        time.advance(Duration.ofDays(1));

        assertThat(retry(10)).isEqualTo(3);
    }

    @Test
    void whenEverythingFailsThereAreOneQuarterMoreCallsAtMost() {
        int calls = 0;
        int firstTries = 0;
        for (int millis = 0; millis < 60_000; millis += 5) {
            call(1);
            firstTries++;
            calls += 1 + retry(2);
            time.advance(Duration.ofMillis(5));
        }

        assertThat(calls).isLessThan((int) (1.25 * firstTries)).isGreaterThan((int) (1.15 * firstTries));
    }
}

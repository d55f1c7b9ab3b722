package io.eventmanagement.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which circuit's closing ends an outage. */
class OutageEndsTest {

    private final OutageEnds outages = new OutageEnds();

    private void answered(int times, long began) {
        for (int i = 0; i < times; i++) {
            outages.answered(began);
        }
    }

    @Test
    void whereNothingWasAnsweredAnOutageEndsWithTheFirstCircuitThatCloses() {
        outages.opened("one", 10);
        outages.opened("other", 10);
        answered(1, 20);

        assertThat(outages.closed("one")).isTrue();
        answered(16, 30);

        assertThat(outages.closed("other")).isFalse();
    }

    @Test
    void whereOthersWereAnsweredThereWasNone() {
        outages.opened("one", 10);
        answered(16, 20);

        assertThat(outages.closed("one")).isFalse();
    }

    @Test
    void answersToEarlierCallsSayNothing() {
        outages.opened("one", 10);
        answered(100, 9);

        assertThat(outages.closed("one")).isTrue();
    }

    @Test
    void aProbeThatFailsDoesNotBeginItAnew() {
        outages.opened("one", 10);
        answered(16, 20);
        outages.opened("one", 30);

        assertThat(outages.closed("one")).isFalse();
    }

    @Test
    void aCircuitThatWasNotOpenEndsNone() {
        assertThat(outages.closed("one")).isFalse();
    }
}

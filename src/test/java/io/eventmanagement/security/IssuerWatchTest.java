package io.eventmanagement.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.eventmanagement.time.VirtualTime;

class IssuerWatchTest {

    private final VirtualTime time = new VirtualTime();
    private final IssuerWatch watch = new IssuerWatch(time);

    @Test
    void whileTheIssuerAnswersEverybodyMayTry() {
        watch.succeeded();

        assertThat(watch.mayTry()).isTrue();
        assertThat(watch.mayTry()).isTrue();
    }

    @Test
    void afterAFailureNobodyMayTryForASecondAndThenOne() {
        watch.failed();

        assertThat(watch.mayTry()).isFalse();
        time.advance(IssuerWatch.PAUSE.minus(Duration.ofNanos(1)));
        assertThat(watch.mayTry()).isFalse();
        time.advance(Duration.ofNanos(1));
        assertThat(watch.mayTry()).isTrue();
        assertThat(watch.mayTry()).isFalse();
    }

    @Test
    void oneWhoDidNotAskTheIssuerLeavesTheTryToTheNext() {
        watch.failed();
        time.advance(IssuerWatch.PAUSE);
        watch.mayTry();

        watch.untried();

        assertThat(watch.mayTry()).isTrue();
        assertThat(watch.mayTry()).isFalse();
    }

    @Test
    void oneWhoNeverComesBackHoldsUpNobodyForLongerThanASecond() {
        watch.failed();
        time.advance(IssuerWatch.PAUSE);
        watch.mayTry();

        time.advance(IssuerWatch.PAUSE);

        assertThat(watch.mayTry()).isTrue();
    }

    @Test
    void onceItsKeysAreKnownAFailureHoldsUpNobodyElse() {
        watch.succeeded();

        watch.failed();

        assertThat(watch.mayTry()).isTrue();
        assertThat(watch.mayTry()).isTrue();
    }

    @Test
    void afterASuccessEverybodyMayTryAgain() {
        watch.failed();
        time.advance(IssuerWatch.PAUSE);
        watch.mayTry();

        watch.succeeded();

        assertThat(watch.mayTry()).isTrue();
        assertThat(watch.mayTry()).isTrue();
    }
}

package io.eventmanagement.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.eventmanagement.time.Time;

class ClosingHabitTest {

    private long now = Long.MAX_VALUE - 5;

    private final ClosingHabit habit = new ClosingHabit(new Time() {

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public Instant instant() {
            throw new UnsupportedOperationException();
        }
    });

    @Test
    void isKnownAfterTwoConnectionsInARow() {
        assertThat(habit.isKnown()).isFalse();
        habit.closedUnasked();
        assertThat(habit.isKnown()).isFalse();
        habit.closedUnasked();
        assertThat(habit.isKnown()).isTrue();
    }

    @Test
    void isNotKnownWhileConnectionsAreAnsweredAgainInBetween() {
        for (int i = 0; i < 100; i++) {
            habit.closedUnasked();
            habit.answeredAgain();
        }

        assertThat(habit.isKnown()).isFalse();
    }

    @Test
    void isForgottenAfterAMinuteAndLearntAnew() {
        habit.closedUnasked();
        habit.closedUnasked();
        now += Duration.ofMinutes(1).toNanos() - 1;
        assertThat(habit.isKnown()).isTrue();
        now++;
        assertThat(habit.isKnown()).isFalse();

        habit.closedUnasked();
        assertThat(habit.isKnown()).isFalse();
        habit.closedUnasked();
        assertThat(habit.isKnown()).isTrue();
    }
}

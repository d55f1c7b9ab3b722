package io.eventmanagement.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class AttemptTest {

    private final Attempt attempt = new Attempt("id");

    @Test
    void whatWasSentCannotBeGivenUp() {
        assertThat(attempt.send()).isTrue();

        assertThat(attempt.giveUp()).isFalse();
    }

    @Test
    void whatWasGivenUpIsNotSent() {
        assertThat(attempt.giveUp()).isTrue();

        assertThat(attempt.send()).isFalse();
        assertThat(attempt.giveUp()).isTrue();
    }

    @RepeatedTest(50)
    void ofBothAtOnceOneHappens() {
        CompletableFuture<Boolean> sent = CompletableFuture.supplyAsync(attempt::send);

        boolean givenUp = attempt.giveUp();

        assertThat(sent.join()).isNotEqualTo(givenUp);
    }
}

package io.eventmanagement.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.circuit.CircuitStatus;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.delivery.Operation;
import io.eventmanagement.delivery.Outcome;
import io.eventmanagement.delivery.Outcome.Later;
import io.eventmanagement.delivery.Outcome.NotSent;
import io.eventmanagement.delivery.Outcome.Rejected;
import io.eventmanagement.settings.Configured;
import io.eventmanagement.settings.DeliveryConfig;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.TimeFailures;
import io.eventmanagement.upstream.UpstreamFailure;
import io.eventmanagement.upstream.UpstreamFailures;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.faulttolerance.api.CircuitBreakerState;

/** When an attempt that failed is followed by another, and whether event.com is asked first. */
class EventDeliveryTest {

    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final Duration ADD_TIMEOUT = Duration.ofSeconds(3);

    private final SmallRyeConfig config = Configured
            .with(Map.of("DELIVERY_SETTLE_MS", "5000", "EVENT_API_ADD_TIMEOUT_MS", "3000"));
    private final EventDelivery delivery = new EventDelivery(null, null, config.getConfigMapping(DeliveryConfig.class),
            config.getConfigMapping(EventApiConfig.class));

    private static Operation operation(int attempts) {
        return operation(attempts, false);
    }

    private static Operation operation(int attempts, boolean askFirst) {
        return new Operation(new UUID(0, 1), "event", "user", "", "{}", Operation.State.SENDING, askFirst, attempts,
                attempts, Instant.EPOCH, Instant.EPOCH, null, null, null);
    }

    private Outcome sent(int attempts, Throwable thrown) {
        Attempt attempt = new Attempt("event");
        attempt.send();
        return delivery.ended(operation(attempts), attempt, thrown);
    }

    private Outcome sent(Throwable thrown) {
        return sent(1, thrown);
    }

    private static Duration after(Outcome outcome) {
        return outcome instanceof Later later ? later.after() : ((NotSent) outcome).after();
    }

    private static boolean mayBeThere(Outcome outcome) {
        return ((Later) outcome).mayBeThere();
    }

    @Test
    void afterATimeOutEventComHasItsTime() {
        Outcome timedOut = sent(UpstreamFailures.failure(UpstreamFailure.TIMED_OUT, null));

        assertThat(mayBeThere(timedOut)).isTrue();
        assertThat(after(timedOut)).isEqualTo(SETTLE);
    }

    @Test
    void afterADeadlineTheCallThatGoesOnHasItsTimeAsWell() {
        Outcome late = sent(TimeFailures.deadlineExceeded());

        assertThat(mayBeThere(late)).isTrue();
        assertThat(after(late)).isEqualTo(SETTLE.plus(ADD_TIMEOUT));
        assertThat(after(sent(new IllegalStateException()))).isEqualTo(SETTLE.plus(ADD_TIMEOUT));
    }

    @Test
    void afterAnAnswerThatSettlesNothingEventComIsAskedSoon() {
        Outcome failed = sent(UpstreamFailures.failure(UpstreamFailure.SERVER_ERROR, null));

        assertThat(mayBeThere(failed)).isTrue();
        assertThat(after(failed)).isLessThan(Duration.ofMillis(151));
    }

    @Test
    void afterA503EventComIsAskedSinceAGatewayMayHaveSaidIt() {
        assertThat(mayBeThere(sent(UpstreamFailures.failure(UpstreamFailure.UNAVAILABLE, null)))).isTrue();
        assertThat(mayBeThere(sent(UpstreamFailures.failure(UpstreamFailure.UNREACHABLE, null)))).isFalse();
    }

    @Test
    void aFurtherAttemptThatIsRefusedTellsNothingOfTheFirst() {
        Attempt attempt = new Attempt("event");
        attempt.send();

        assertThat(mayBeThere(delivery.ended(operation(2, true), attempt,
                UpstreamFailures.failure(UpstreamFailure.UNAVAILABLE, null)))).isTrue();
    }

    @RepeatedTest(20)
    void theWaitsGrowUpToAFewSeconds() {
        assertThat(after(sent(4, UpstreamFailures.failure(UpstreamFailure.SERVER_ERROR, null)))).isBetween(
                Duration.ofMillis(400),
                Duration.ofMillis(1_200));
        assertThat(after(sent(1_000, UpstreamFailures.failure(UpstreamFailure.SERVER_ERROR, null))))
                .isBetween(Duration.ofMillis(2_500), Duration.ofMillis(7_500));
    }

    @Test
    void whatEventComAsksForIsObeyedForAMinuteAtMost() {
        assertThat(after(sent(UpstreamFailures.failure(UpstreamFailure.UNAVAILABLE, Duration.ofSeconds(30)))))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(after(sent(UpstreamFailures.failure(UpstreamFailure.UNAVAILABLE, Duration.ofDays(1)))))
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(after(sent(1_000, UpstreamFailures.failure(UpstreamFailure.UNAVAILABLE, Duration.ofMillis(1)))))
                .isGreaterThanOrEqualTo(Duration.ofMillis(2_500));
    }

    @Test
    void whatWasGivenUpBeforeItWasSentIsNoAttempt() {
        Attempt attempt = new Attempt("event");

        assertThat(delivery.ended(operation(1), attempt, TimeFailures.deadlineExceeded())).isInstanceOf(NotSent.class);
        assertThat(attempt.send()).isFalse();
    }

    @Test
    void whatTheCircuitRefusesIsNoAttemptAndIsTriedAgainOnceItLetsSomethingThrough() {
        CircuitStatus open = new CircuitStatus(Circuits.ADD_EVENT, CircuitBreakerState.OPEN, Instant.EPOCH, OptionalInt.empty(),
                OptionalInt.empty(), Duration.ofMinutes(1));

        Outcome refused = sent(1_000, new CircuitOpenException(open));

        assertThat(refused).isInstanceOf(NotSent.class);
        assertThat(after(refused)).isLessThan(Duration.ofMillis(151));
    }

    /** The credentials are ours, and may be repaired: the client's add isn't to be lost for them. */
    @ParameterizedTest
    @EnumSource(names = { "CREDENTIALS_REFUSED", "CREDENTIALS_UNAVAILABLE" })
    void whatIsRefusedForOurCredentialsIsTriedAgain(UpstreamFailure failure) {
        Outcome refused = sent(1_000, UpstreamFailures.failure(failure, null));

        assertThat(refused).isInstanceOf(Later.class);
        assertThat(mayBeThere(refused)).as("event.com hasn't looked at it").isFalse();
        assertThat(after(refused)).isLessThan(Duration.ofMillis(7_501));
    }

    @Test
    void whatCouldNotBeSentWithoutATokenIsNoAttempt() {
        Outcome unsent = delivery.ended(operation(1), new Attempt("event"),
                UpstreamFailures.failure(UpstreamFailure.CREDENTIALS_UNAVAILABLE, Duration.ofSeconds(5)));

        assertThat(unsent).isInstanceOf(NotSent.class);
        assertThat(after(unsent)).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whatEventComRefusesIsRejected() {
        assertThat(sent(new EventRefusedException(Optional.empty()))).isInstanceOf(Rejected.class);
        assertThat(delivery.ended(operation(1), new Attempt("event"), new OwnerUnknownException("1")))
                .isInstanceOf(Rejected.class);
    }
}

package io.eventmanagement.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.eventmanagement.bulkhead.AdaptiveLimit;
import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.bulkhead.LimitReason;
import io.eventmanagement.circuit.CircuitTransition;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.time.VirtualTime;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;

/** What the limit is told of a call that has ended, and of a circuit that has changed. */
class CallReportsTest {

    private static final int MOST = 100;
    private static final int LEAST = 8;

    private final VirtualTime time = new VirtualTime();
    private final AdaptiveLimit limit = new AdaptiveLimit(LEAST, MOST, time::nanos);
    private final FairBulkhead bulkhead = new FairBulkhead(limit::now, 10);
    private final CallReports reports = new CallReports(limit, bulkhead, new RetryBudget(time), time);

    @BeforeEach
    void manyAreUnderWay() {
        for (int i = 0; i < 50; i++) {
            bulkhead.takeSpare();
        }
    }

    private static UpstreamException failure(UpstreamFailure kind) {
        return new UpstreamException(kind, "", null);
    }

    private void end(CallReports.Operation operation, Duration took, Uni<?> outcome) {
        for (int i = 0; i < 40; i++) {
            operation.begin(outcome.onSubscription().invoke(() -> time.advance(took))).subscribe().with(item -> {
                // The limit is of interest.
            }, thrown -> {
                // Likewise.
            });
        }
    }

    static Stream<Throwable> signsOfStrain() {
        return Stream.of(failure(UpstreamFailure.UNAVAILABLE), failure(UpstreamFailure.CONNECT_TIMED_OUT),
                new TimeoutException());
    }

    @ParameterizedTest
    @MethodSource("signsOfStrain")
    void aReadThatIsRefusedOrNotAnsweredInTimeIsASignOfStrain(Throwable sign) {
        end(reports.read(Circuits.GET_USERS), Duration.ofMillis(10), Uni.createFrom().failure(sign));

        assertThat(limit.now()).isLessThan(MOST);
        assertThat(limit.moves(LimitReason.REFUSAL)).isPositive();
    }

    static Stream<Throwable> others() {
        return Stream.of(failure(UpstreamFailure.SERVER_ERROR), failure(UpstreamFailure.CONNECTION_CLOSED),
                failure(UpstreamFailure.UNREACHABLE), failure(UpstreamFailure.BAD_ANSWER), new RefusedException(400, null));
    }

    @ParameterizedTest
    @MethodSource("others")
    void anotherFailureIsNone(Throwable other) {
        end(reports.read(Circuits.GET_USERS), Duration.ofMillis(10), Uni.createFrom().failure(other));

        assertThat(limit.now()).isEqualTo(MOST);
    }

    @Test
    void aRefusedAddIsNoneSinceAddsAreRefusedInCycles() {
        end(reports.add(), Duration.ofMillis(100), Uni.createFrom().failure(failure(UpstreamFailure.UNAVAILABLE)));

        assertThat(limit.now()).isEqualTo(MOST);
    }

    @Test
    void anAddThatIsNotAnsweredInTimeIsOne() {
        end(reports.add(), Duration.ofMillis(100), Uni.createFrom().failure(new TimeoutException()));

        assertThat(limit.now()).isLessThan(MOST);
    }

    static Stream<Uni<?>> quickAnswersOfOtherKinds() {
        return Stream.of(Uni.createFrom().item(Optional.empty()), Uni.createFrom().failure(new RefusedException(404, null)));
    }

    @ParameterizedTest
    @MethodSource("quickAnswersOfOtherKinds")
    void howLongAnAnswerOfAnotherKindTakesSaysNothing(Uni<?> answer) {
        CallReports.Operation read = reports.read(Circuits.GET_USERS);
        end(read, Duration.ofMillis(1), answer);

        end(read, Duration.ofMillis(500), Uni.createFrom().item(Optional.of("event")));

        assertThat(limit.now()).isEqualTo(MOST);
    }

    private void changes(String circuit, CircuitBreakerState from, CircuitBreakerState to) {
        reports.changed(
                new CircuitTransition(circuit, from, to, "", OptionalInt.empty(), Duration.ZERO, OptionalInt.empty()));
    }

    private void opensAndCloses(String circuit, Runnable meanwhile) {
        changes(circuit, CircuitBreakerState.CLOSED, CircuitBreakerState.OPEN);
        meanwhile.run();
        changes(circuit, CircuitBreakerState.OPEN, CircuitBreakerState.HALF_OPEN);
        changes(circuit, CircuitBreakerState.HALF_OPEN, CircuitBreakerState.CLOSED);
    }

    @Test
    void whenACircuitClosesAfterAnOutageTheLimitBeginsAnew() {
        opensAndCloses(Circuits.GET_USERS, () -> {
            // Nothing is answered.
        });

        assertThat(limit.moves(LimitReason.RECOVERY)).isEqualTo(1);
    }

    @Test
    void itDoesNotWhereOtherCallsWereAnsweredMeanwhile() {
        opensAndCloses(Circuits.GET_USERS,
                () -> end(reports.read(Circuits.GET_USERS), Duration.ofMillis(10), Uni.createFrom().item("answer")));

        assertThat(limit.moves(LimitReason.RECOVERY)).isZero();
    }

    @Test
    void theCircuitOfAddsNeverMovesIt() {
        opensAndCloses(Circuits.ADD_EVENT, () -> {
            // Nothing is answered.
        });

        assertThat(limit.now()).isEqualTo(MOST);
    }

    // ---- What is counted ----

    private static CallReports ofAFixedLimit() {
        VirtualTime time = new VirtualTime();
        AdaptiveLimit fixed = new AdaptiveLimit(MOST, MOST, time::nanos);
        return new CallReports(fixed, new FairBulkhead(fixed::now, 10), new RetryBudget(time), time);
    }

    static Stream<CallReports> whateverTheLimit() {
        VirtualTime time = new VirtualTime();
        AdaptiveLimit adaptive = new AdaptiveLimit(LEAST, MOST, time::nanos);
        return Stream.of(ofAFixedLimit(),
                new CallReports(adaptive, new FairBulkhead(adaptive::now, 10), new RetryBudget(time), time));
    }

    /** 200 with HTML and 429 are failures, whatever their status is. */
    @ParameterizedTest
    @MethodSource("whateverTheLimit")
    void whatCountsForTheCircuitIsAFailureAndNothingElse(CallReports counting) {
        for (UpstreamFailure kind : UpstreamFailure.values()) {
            CallReports.Ends before = counting.ends().getOrDefault(Circuits.GET_USERS, new CallReports.Ends(0, 0, 0));
            counting.read(Circuits.GET_USERS).begin(Uni.createFrom().failure(failure(kind))).subscribe()
                    .with(item -> {
                    }, thrown -> {
                    });

            assertThat(counting.ends().get(Circuits.GET_USERS)).as(kind.name())
                    .isEqualTo(new CallReports.Ends(before.all() + 1, before.failed() + (kind.countsForCircuit() ? 1 : 0),
                            before.unauthorized() + (kind == UpstreamFailure.CREDENTIALS_REFUSED ? 1 : 0)));
        }
    }

    @ParameterizedTest
    @MethodSource("whateverTheLimit")
    void anAnswerIsNoFailureAndATryThatIsCancelledIsNone(CallReports counting) {
        counting.add().begin(Uni.createFrom().item("answer")).subscribe().with(item -> {
        });
        counting.read(Circuits.GET_EVENTS).begin(Uni.createFrom().nothing()).subscribe().with(item -> {
        }).cancel();

        assertThat(counting.ends()).isEqualTo(Map.of(Circuits.ADD_EVENT, new CallReports.Ends(1, 0, 0), Circuits.GET_EVENTS,
                new CallReports.Ends(0, 0, 0)));
    }
}

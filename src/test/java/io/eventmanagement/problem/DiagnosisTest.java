package io.eventmanagement.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.eventmanagement.bulkhead.BulkheadFailures;
import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.circuit.CircuitStatus;
import io.eventmanagement.event.EventFailures;
import io.eventmanagement.event.InvalidEventException.FieldError;
import io.eventmanagement.ratelimit.RateLimitFailures;
import io.eventmanagement.security.SecurityFailures;
import io.eventmanagement.security.TokenRefusedException.Why;
import io.eventmanagement.time.TimeFailures;
import io.eventmanagement.upstream.UpstreamFailure;
import io.eventmanagement.upstream.UpstreamFailures;
import io.eventmanagement.user.NoSuchUserException;
import io.smallrye.faulttolerance.api.CircuitBreakerState;

/** docs/contract.md, "Errors". */
class DiagnosisTest {

    private static Throwable circuit(CircuitBreakerState state, Duration retryAfter) {
        return new CircuitOpenException(
                new CircuitStatus("add-event", state, Instant.EPOCH, OptionalInt.empty(), OptionalInt.empty(), retryAfter));
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(circuit(CircuitBreakerState.OPEN, Duration.ofSeconds(10)), "circuit-open", 503, 10L),
                arguments(circuit(CircuitBreakerState.HALF_OPEN, Duration.ZERO), "circuit-open", 503, 1L),
                arguments(circuit(CircuitBreakerState.CLOSED, Duration.ZERO), "circuit-open", 503, 1L),
                arguments(UpstreamFailures.failure(UpstreamFailure.UNAVAILABLE, Duration.ofSeconds(120)),
                        "upstream-unavailable", 503, 120L),
                arguments(UpstreamFailures.failure(UpstreamFailure.UNAVAILABLE, Duration.ZERO), "upstream-unavailable", 503,
                        1L),
                arguments(UpstreamFailures.failure(UpstreamFailure.UNAVAILABLE, null), "upstream-unavailable", 503, null),
                arguments(UpstreamFailures.failure(UpstreamFailure.TIMED_OUT, null), "upstream-timed-out", 504, null),
                arguments(UpstreamFailures.failure(UpstreamFailure.UNREACHABLE, null), "upstream-failed", 502, null),
                arguments(UpstreamFailures.failure(UpstreamFailure.CONNECTION_CLOSED, null), "upstream-failed", 502, null),
                arguments(UpstreamFailures.failure(UpstreamFailure.SERVER_ERROR, null), "upstream-failed", 502, null),
                arguments(UpstreamFailures.failure(UpstreamFailure.CREDENTIALS_REFUSED, null), "upstream-failed", 502, null),
                arguments(UpstreamFailures.failure(UpstreamFailure.CREDENTIALS_UNAVAILABLE, Duration.ofSeconds(5)),
                        "upstream-credentials-unavailable", 503, 5L),
                arguments(UpstreamFailures.failure(UpstreamFailure.BAD_ANSWER, null), "upstream-failed", 502, null),
                arguments(UpstreamFailures.refused(400), "upstream-failed", 502, null),
                arguments(UpstreamFailures.refused(404), "upstream-failed", 502, null),
                arguments(TimeFailures.deadlineExceeded(), "deadline-exceeded", 504, null),
                arguments(BulkheadFailures.bulkheadFull(), "overloaded", 503, 1L),
                arguments(new NoSuchUserException("7"), "no-such-user", 404, null),
                arguments(EventFailures.unknownUser("7"), "unknown-user", 422, null),
                arguments(EventFailures.refused("no"), "event-refused", 422, null),
                arguments(EventFailures.invalid("Unreadable."), "unreadable-body", 400, null),
                arguments(EventFailures.invalid("Invalid.", new FieldError("name", "is required")), "invalid-event", 400, null),
                arguments(SecurityFailures.refused(Why.MISSING), "unauthorized", 401, null),
                arguments(SecurityFailures.refused(Why.INVALID), "unauthorized", 401, null),
                arguments(SecurityFailures.refused(Why.WITHOUT_SCOPE), "forbidden", 403, null),
                arguments(SecurityFailures.refused(Why.UNCHECKED), "identity-provider-unavailable", 503, 1L),
                arguments(RateLimitFailures.limited(Duration.ofMillis(1001)), "rate-limited", 429, 2L),
                arguments(new WebApplicationException(401), "unauthorized", 401, null),
                arguments(new WebApplicationException(403), "forbidden", 403, null),
                arguments(new WebApplicationException(429), "rate-limited", 429, null),
                arguments(new BadRequestException(), "bad-request", 400, null),
                arguments(new NotFoundException(), "not-found", 404, null),
                arguments(new WebApplicationException(405), "method-not-allowed", 405, null),
                arguments(new NotAcceptableException(), "not-acceptable", 406, null),
                arguments(new WebApplicationException(413), "body-too-large", 413, null),
                arguments(new NotSupportedException(), "unsupported-media-type", 415, null),
                arguments(new WebApplicationException(418), "request-refused", 400, null),
                arguments(new WebApplicationException(500), "internal-error", 500, null),
                arguments(new IllegalStateException("secret"), "internal-error", 500, null),
                arguments(new OutOfMemoryError("secret"), "internal-error", 500, null));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureHasItsTypeItsStatusAndItsWait(Throwable thrown, String type, int status, Long retryAfter) {
        // When
        Diagnosis diagnosis = Diagnosis.of(thrown);

        // Then
        assertThat(diagnosis.type().urn()).isEqualTo("urn:problem:" + type);
        assertThat(diagnosis.type().status()).isEqualTo(status);
        assertThat(diagnosis.retryAfterSeconds()).isEqualTo(retryAfter);
    }

    @ParameterizedTest
    @EnumSource
    void noWordOfAnExceptionOfEventComReachesTheClient(UpstreamFailure failure) {
        // When
        Diagnosis diagnosis = Diagnosis.of(UpstreamFailures.failure(failure, null));

        // Then
        assertThat(diagnosis.detail()).isNull();
    }

    @Test
    void noWordOfAnUnexpectedExceptionReachesTheClient() {
        // When
        Diagnosis diagnosis = Diagnosis.of(new IllegalStateException("secret"));

        // Then
        assertThat(diagnosis.detail()).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = { "OPEN", "HALF_OPEN" })
    void aCircuitThatRefusesTellsItsState(CircuitBreakerState state) {
        // When
        Diagnosis diagnosis = Diagnosis.of(circuit(state, Duration.ZERO));

        // Then
        assertThat(diagnosis.circuitState()).isEqualTo(state.name());
    }

    @Test
    void anInvalidBodyIsExplainedMemberByMember() {
        // Given
        FieldError name = new FieldError("name", "is required");
        FieldError id = new FieldError("id", "must be left out");

        // When
        Diagnosis diagnosis = Diagnosis.of(EventFailures.invalid("Invalid.", name, id));

        // Then
        assertThat(diagnosis.detail()).isEqualTo("Invalid.");
        assertThat(diagnosis.errors()).isEqualTo(List.of(name, id));
    }

    static Stream<Arguments> explained() {
        return Stream.of(arguments(new NoSuchUserException("7"), "There is no user 7."),
                arguments(EventFailures.unknownUser("7"), "There is no user 7."),
                arguments(EventFailures.invalid("Unreadable."), "Unreadable."),
                arguments(EventFailures.refused("Full house"), "event.com refused the event: Full house"),
                arguments(EventFailures.refused(null), "event.com refused the event."));
    }

    @ParameterizedTest
    @MethodSource("explained")
    void whatTheClientCanPutRightIsExplained(Throwable thrown, String detail) {
        // When
        Diagnosis diagnosis = Diagnosis.of(thrown);

        // Then
        assertThat(diagnosis.detail()).isEqualTo(detail);
        assertThat(diagnosis.errors()).isNull();
    }

    @ParameterizedTest
    @CsvSource({ "PT0S, 1", "PT0.000000001S, 1", "PT0.999S, 1", "PT1S, 1", "PT1.000000001S, 2", "PT9.0001S, 10", "PT10S, 10",
            "PT-5S, 1", "PT24H, 86400" })
    void secondsToWaitAreRoundedUpAndAtLeastOne(Duration wait, long seconds) {
        // Given
        Diagnosis diagnosis = Diagnosis.of(circuit(CircuitBreakerState.OPEN, wait));

        // When
        long retryAfter = diagnosis.retryAfterSeconds();

        // Then
        assertThat(retryAfter).isEqualTo(seconds);
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeHasAUrnATitleADetailAndAnErrorStatus(ProblemType type) {
        // When
        String urn = type.urn();

        // Then
        assertThat(urn).matches("urn:problem:[a-z]+(-[a-z]+)*");
        assertThat(type.title()).isNotBlank();
        assertThat(type.detail()).endsWith(".");
        assertThat(type.status()).isBetween(400, 599);
    }
}

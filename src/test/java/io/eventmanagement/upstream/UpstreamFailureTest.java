package io.eventmanagement.upstream;

import static io.eventmanagement.upstream.UpstreamFailure.BAD_ANSWER;
import static io.eventmanagement.upstream.UpstreamFailure.CIRCUIT_OPEN;
import static io.eventmanagement.upstream.UpstreamFailure.CONNECTION_CLOSED;
import static io.eventmanagement.upstream.UpstreamFailure.CONNECT_TIMED_OUT;
import static io.eventmanagement.upstream.UpstreamFailure.CREDENTIALS_REFUSED;
import static io.eventmanagement.upstream.UpstreamFailure.CREDENTIALS_UNAVAILABLE;
import static io.eventmanagement.upstream.UpstreamFailure.REFUSED;
import static io.eventmanagement.upstream.UpstreamFailure.TIMED_OUT;
import static io.eventmanagement.upstream.UpstreamFailure.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import jakarta.ws.rs.ProcessingException;

import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;

class UpstreamFailureTest {

    static Stream<Arguments> exceptions() {
        return Stream.of(
                arguments(new ConnectException("refused"), UNREACHABLE),
                arguments(new UnknownHostException("event.com"), UNREACHABLE),
                arguments(new NoRouteToHostException("No route to host"), UNREACHABLE),
                arguments(new SocketException("Network is unreachable"), UNREACHABLE),
                arguments(new SocketException("Network is unreachable: /2001:db8::1:80"), UNREACHABLE),
                arguments(new SocketException("Cannot assign requested address"), UNREACHABLE),
                arguments(new IOException("connect(..) failed: Network is down"), UNREACHABLE),
                arguments(new IOException("finishConnect(..) failed: No route to host"), UNREACHABLE),
                arguments(new SSLException("bad certificate"), UNREACHABLE),
                arguments(new SSLHandshakeException("bad certificate"), UNREACHABLE),
                arguments(new ConnectTimeoutException("connecting"), CONNECT_TIMED_OUT),
                arguments(new TimeoutException("of the engine"), TIMED_OUT),
                arguments(new java.util.concurrent.TimeoutException("of a future"), TIMED_OUT),
                arguments(new StreamResetException(0, new java.util.concurrent.TimeoutException("of CallBounds")), TIMED_OUT),
                arguments(new StreamResetException(0, UpstreamException.badAnswer("too much")), BAD_ANSWER),
                arguments(new StreamResetException(0), CONNECTION_CLOSED),
                arguments(new HttpClosedException("Connection was closed"), CONNECTION_CLOSED),
                arguments(new VertxException("Connection was closed"), CONNECTION_CLOSED),
                arguments(new IOException("Connection reset by peer"), CONNECTION_CLOSED),
                arguments(new SocketException("Broken pipe"), CONNECTION_CLOSED),
                arguments(new VertxException("TLS", new SSLException("bad certificate")), UNREACHABLE),
                arguments(new IOException("connecting", new ConnectTimeoutException("connecting")), CONNECT_TIMED_OUT),
                arguments(new CircuitBreakerOpenException("open"), CIRCUIT_OPEN),
                arguments(new RefusedException(404, null), REFUSED),
                arguments(new IllegalArgumentException("invalid version format"), BAD_ANSWER),
                arguments(new ProcessingException("something else"), BAD_ANSWER),
                arguments(new StackOverflowError(), BAD_ANSWER));
    }

    static Stream<Arguments> exceptionsOfOurOwn() {
        return Stream.of(UpstreamFailure.values())
                .map(failure -> arguments(new UpstreamException(failure, "said by ourselves", null), failure));
    }

    @ParameterizedTest
    @MethodSource({ "exceptions", "exceptionsOfOurOwn" })
    void anExceptionTellsWhatWentWrong(Throwable thrown, UpstreamFailure expected) {
        // When
        UpstreamFailure failure = UpstreamFailure.of(thrown);

        // Then
        assertThat(failure).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource({ "exceptions", "exceptionsOfOurOwn" })
    void anExceptionInOthersTellsTheSame(Throwable thrown, UpstreamFailure expected) {
        // Given
        Throwable wrapped = new CompletionException(new ProcessingException(new IllegalStateException(thrown)));

        // When
        UpstreamFailure failure = UpstreamFailure.of(wrapped);

        // Then
        assertThat(failure).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void everyFailureCountsForTheCircuitsButARefusalAndTheCircuitsOwn(UpstreamFailure failure) {
        // Given
        Set<UpstreamFailure> uncounted = EnumSet.of(REFUSED, CREDENTIALS_REFUSED, CREDENTIALS_UNAVAILABLE,
                CIRCUIT_OPEN);

        // When
        boolean counts = failure.countsForCircuit();

        // Then
        assertThat(counts).isEqualTo(!uncounted.contains(failure));
    }

    @ParameterizedTest
    @EnumSource
    void whatCountsIsWorthARetryUnlessItHasTakenTheWholeTime(UpstreamFailure failure) {
        // Given
        Set<UpstreamFailure> hopeless = EnumSet.of(REFUSED, CREDENTIALS_REFUSED, CREDENTIALS_UNAVAILABLE,
                CIRCUIT_OPEN, TIMED_OUT, CONNECT_TIMED_OUT);

        // When
        boolean worthRetrying = failure.worthRetrying();

        // Then
        assertThat(worthRetrying).isEqualTo(!hopeless.contains(failure));
    }

    @ParameterizedTest
    @EnumSource
    void withoutAConnectionOrByARefusalNothingCanHaveTakenEffect(UpstreamFailure failure) {
        // Given
        Set<UpstreamFailure> without = EnumSet.of(UNREACHABLE, CONNECT_TIMED_OUT, REFUSED, CREDENTIALS_REFUSED,
                CREDENTIALS_UNAVAILABLE, CIRCUIT_OPEN);

        // When
        boolean mayHaveTakenEffect = failure.mayHaveTakenEffect();

        // Then
        assertThat(mayHaveTakenEffect).isEqualTo(!without.contains(failure));
    }

    @ParameterizedTest
    @EnumSource
    void aLastGoodAnswerIsBetterThanWhatCountsAndThanHavingNoCredentials(UpstreamFailure failure) {
        // When
        boolean isOutage = failure.isOutage();

        // Then
        assertThat(isOutage).isEqualTo(failure.countsForCircuit() || failure == CREDENTIALS_UNAVAILABLE);
    }
}

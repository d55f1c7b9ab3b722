package io.eventmanagement.upstream;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;

import javax.net.ssl.SSLException;

import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.VertxException;

/** What can go wrong with a call to event.com (docs/resilience.md, "What is a failure"). */
public enum UpstreamFailure {

    /** No connection: refused, unknown host, TLS failure. */
    UNREACHABLE(true, true),
    /** The connection ended before the answer did. */
    CONNECTION_CLOSED(true, true),
    /** No connection in time. Not retried: a second wait would be as long again. */
    CONNECT_TIMED_OUT(true, false),
    /** No complete answer in time. Not retried either. */
    TIMED_OUT(true, false),
    /** 503 or 429. */
    UNAVAILABLE(true, true),
    /** Another 5xx. */
    SERVER_ERROR(true, true),
    /** An answer that isn't the promised JSON. */
    BAD_ANSWER(true, true),
    /** Another 4xx: event.com is alive, and what we sent was wrong. */
    REFUSED(false, false),
    /**
     * 401 or 403 although we have credentials: they are wrong or have no right to it, and our client can do nothing about it.
     */
    CREDENTIALS_REFUSED(false, false),
    /** There is no access token, since its endpoint gives none. event.com wasn't called. */
    CREDENTIALS_UNAVAILABLE(false, false),
    /** The circuit didn't let the call through. */
    CIRCUIT_OPEN(false, false);

    private final boolean countsForCircuit;
    private final boolean worthRetrying;

    UpstreamFailure(boolean countsForCircuit, boolean worthRetrying) {
        this.countsForCircuit = countsForCircuit;
        this.worthRetrying = worthRetrying;
    }

    /** Whether a circuit counts this as a failure of event.com. */
    public boolean countsForCircuit() {
        return countsForCircuit;
    }

    /** Whether a last good answer is better than this. */
    public boolean isOutage() {
        return countsForCircuit || this == CREDENTIALS_UNAVAILABLE;
    }

    /** Whether a read may be retried after this. */
    public boolean worthRetrying() {
        return worthRetrying;
    }

    /**
     * Whether it is a sign that event.com has more calls than it can take. A lost connection, an error or a page of HTML says
     * nothing of that.
     */
    public boolean isSignOfStrain() {
        return this == UNAVAILABLE || this == TIMED_OUT || this == CONNECT_TIMED_OUT;
    }

    /** Whether event.com may have carried out the request nevertheless. */
    public boolean mayHaveTakenEffect() {
        return switch (this) {
            case UNREACHABLE, CONNECT_TIMED_OUT, REFUSED, CREDENTIALS_REFUSED, CREDENTIALS_UNAVAILABLE, CIRCUIT_OPEN -> false;
            case CONNECTION_CLOSED, TIMED_OUT, UNAVAILABLE, SERVER_ERROR, BAD_ANSWER -> true;
        };
    }

    /** Classifies the exception with which the REST client or the fault-tolerance engine ended a call. */
    public static UpstreamFailure of(Throwable thrown) {
        // Anything else is an answer that the client couldn't read: chunks that aren't HTTP, a multipart body without parts, …
        UpstreamFailure otherwise = BAD_ANSWER;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof UpstreamException e) {
                return e.failure();
            }
            if (t instanceof CircuitBreakerOpenException) {
                return CIRCUIT_OPEN;
            }
            // First, since a connect time-out is a ConnectException too.
            if (t instanceof ConnectTimeoutException) {
                return CONNECT_TIMED_OUT;
            }
            if (t instanceof TimeoutException || t instanceof java.util.concurrent.TimeoutException) {
                return TIMED_OUT;
            }
            if (t instanceof ConnectException || t instanceof NoRouteToHostException || t instanceof UnknownHostException
                    || t instanceof SSLException || isFailureToConnect(t)) {
                return UNREACHABLE;
            }
            if (t instanceof IOException || t instanceof VertxException) {
                otherwise = CONNECTION_CLOSED;
            }
        }
        return otherwise;
    }

    /**
     * "Network is unreachable" and "No route to host" aren't always a {@link ConnectException}: the JVM throws a
     * SocketException for them, and Netty's epoll transport a NativeIoException. Both are also thrown for lost connections, so
     * the operating system's message decides.
     */
    private static boolean isFailureToConnect(Throwable t) {
        if (!(t instanceof IOException) || t.getMessage() == null) {
            return false;
        }
        String message = t.getMessage();
        return message.startsWith("connect(") || message.contains("etwork is unreachable")
                || message.contains("o route to host")
                || message.contains("etwork is down") || message.contains("ost is down")
                || message.contains("annot assign requested address");
    }
}

package io.eventmanagement.upstream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.eventmanagement.bulkhead.BulkheadFullException;
import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.time.Time;

/**
 * Logs each failed call once, and turns its failure into the exception that the caller gets. Of calls that fail for our own
 * credentials there is one line a minute: {@link TokenEndpointLog} writes those about tokens that can't be had.
 */
@Singleton
public class CallFailures {

    private static final Logger LOG = Logger.getLogger(CallFailures.class);

    private static final int MOST_CAUSES = 8;
    private static final int LONGEST = 500;

    private static final long QUIET = Duration.ofMinutes(1).toNanos();

    private final Circuits circuits;
    private final Time time;

    /** When the next line about refused credentials may be written. */
    private final AtomicLong nextRefusal;

    CallFailures(Circuits circuits, Time time) {
        this.circuits = circuits;
        this.time = time;
        this.nextRefusal = new AtomicLong(time.nanos());
    }

    /** @return a {@link CircuitOpenException}, a {@link BulkheadFullException} or an {@link UpstreamException} */
    public Throwable explain(Throwable thrown, Circuit circuit) {
        if (thrown instanceof CircuitOpenException rejection) {
            return circuits.rejected(rejection);
        }
        if (thrown instanceof BulkheadFullException || RefusedException.isNotFound(thrown)) {
            return thrown;
        }
        UpstreamFailure failure = UpstreamFailure.of(thrown);
        if (failure == UpstreamFailure.CIRCUIT_OPEN) {
            return circuits.rejected(new CircuitOpenException(circuit.status()));
        }
        String operation = circuit.status().name();
        if (failure == UpstreamFailure.CREDENTIALS_UNAVAILABLE) {
            // TokenEndpointLog has said why.
            return thrown;
        }
        if (failure == UpstreamFailure.CREDENTIALS_REFUSED) {
            tellOfRefusal(operation, thrown);
            return thrown;
        }
        LOG.warnf("event.com failed: %s: %s: %s", operation, failure, told(thrown));
        return thrown instanceof UpstreamException ? thrown : new UpstreamException(failure, operation, null);
    }

    /** It concerns each call, until somebody changes the credentials. */
    private void tellOfRefusal(String operation, Throwable thrown) {
        long now = time.nanos();
        long due = nextRefusal.get();
        if (now - due >= 0 && nextRefusal.compareAndSet(due, now + QUIET)) {
            String who = thrown instanceof CredentialsRefusedException refused ? refused.who() : "event.com";
            LOG.errorf("%s doesn't accept our credentials: %s: %s (docs/upstream.md, \"Credentials\")", who, operation,
                    thrown.getMessage());
        }
    }

    /** The messages of an exception and its causes: an expired certificate, for example, is only the third or fourth. */
    static String told(Throwable thrown) {
        StringBuilder text = new StringBuilder(String.valueOf(thrown.getMessage()));
        Throwable cause = thrown.getCause();
        for (int i = 0; cause != null && i < MOST_CAUSES && text.length() < LONGEST; i++) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            // Many exceptions repeat the message of their cause.
            if (text.indexOf(message) < 0) {
                text.append(": ").append(message);
            }
            cause = cause.getCause();
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text.toString();
    }
}

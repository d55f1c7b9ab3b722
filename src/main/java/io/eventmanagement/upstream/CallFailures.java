package io.eventmanagement.upstream;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.eventmanagement.bulkhead.BulkheadFullException;
import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.circuit.Circuits;

/** Logs each failed call once, and turns its failure into the exception that the caller gets. */
@Singleton
public class CallFailures {

    private static final Logger LOG = Logger.getLogger(CallFailures.class);

    private static final int MOST_CAUSES = 8;
    private static final int LONGEST = 500;

    private final Circuits circuits;

    CallFailures(Circuits circuits) {
        this.circuits = circuits;
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
        LOG.warnf("event.com failed: %s: %s: %s", operation, failure, told(thrown));
        return thrown instanceof UpstreamException ? thrown : new UpstreamException(failure, operation, null);
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

package io.eventmanagement.upstream;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.eventmanagement.bulkhead.BulkheadFullException;
import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.circuit.Circuits;

/** Says what became of calls that failed: to the log, once, and to whoever made them. */
@Singleton
public class CallFailures {

    private static final Logger LOG = Logger.getLogger(CallFailures.class);

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
        LOG.warnf("event.com failed: %s: %s: %s", operation, failure, Causes.told(thrown));
        return thrown instanceof UpstreamException ? thrown : new UpstreamException(failure, operation, null);
    }
}

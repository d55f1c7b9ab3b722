package io.eventmanagement.circuit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.smallrye.faulttolerance.api.CircuitBreakerState;

/** Logs each transition of a circuit. */
@ApplicationScoped
class CircuitLog {

    private static final Logger LOG = Logger.getLogger(CircuitLog.class);

    void log(@Observes CircuitTransition transition) {
        if (transition.to() == CircuitBreakerState.OPEN) {
            LOG.warnf("Circuit %s: %s to OPEN for %d ms%s: %s", transition.circuit(), transition.from(),
                    transition.openFor().toMillis(), attempt(transition), transition.why());
        } else {
            LOG.infof("Circuit %s: %s to %s: %s", transition.circuit(), transition.from(), transition.to(), transition.why());
        }
    }

    private static String attempt(CircuitTransition transition) {
        return transition.attempt().isEmpty() ? "" : " (wait " + transition.attempt().getAsInt() + " in a row)";
    }
}

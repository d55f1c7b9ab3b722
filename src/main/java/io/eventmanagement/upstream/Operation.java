package io.eventmanagement.upstream;

import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jboss.logging.Logger;

import io.eventmanagement.bulkhead.BulkheadFullException;
import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.circuit.EngineCircuit;
import io.eventmanagement.reads.Source;
import io.eventmanagement.time.Deadline;
import io.smallrye.mutiny.Uni;

/**
 * One read of event.com. It fails with an {@link UpstreamException} (logged once, here) or a {@link CircuitOpenException}.
 *
 * @param whenRejected is told what the circuit didn't let through
 */
record Operation<V>(EngineCircuit circuit, UnaryOperator<CircuitOpenException> whenRejected, Function<String, Uni<V>> call)
        implements
            Source<V> {

    private static final Logger LOG = Logger.getLogger(Upstream.class);

    @Override
    public Uni<V> fetch(String id, Deadline.End end) {
        return CallContext.apart(end,
                () -> circuit.guard(() -> call.apply(id))
                        .onFailure().transform(thrown -> explain(thrown, circuit, whenRejected)));
    }

    /** docs/resilience.md, "What is a failure". */
    @Override
    public boolean hasFailed(Throwable thrown) {
        return thrown instanceof CircuitOpenException || UpstreamFailure.of(thrown).countsForCircuit();
    }

    static Throwable explain(Throwable thrown, Circuit circuit, UnaryOperator<CircuitOpenException> whenRejected) {
        if (thrown instanceof CircuitOpenException rejection) {
            return whenRejected.apply(rejection);
        }
        if (thrown instanceof BulkheadFullException || RefusedException.isNotFound(thrown)) {
            return thrown;
        }
        UpstreamFailure failure = UpstreamFailure.of(thrown);
        if (failure == UpstreamFailure.CIRCUIT_OPEN) {
            return whenRejected.apply(new CircuitOpenException(circuit.status()));
        }
        String operation = circuit.status().name();
        LOG.warnf("event.com failed: %s: %s: %s", operation, failure, Causes.told(thrown));
        return thrown instanceof UpstreamException ? thrown : new UpstreamException(failure, operation, null);
    }
}

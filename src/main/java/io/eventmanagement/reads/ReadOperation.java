package io.eventmanagement.reads;

import java.util.function.Function;

import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.circuit.EngineCircuit;
import io.eventmanagement.time.Deadline;
import io.eventmanagement.upstream.CallFailures;
import io.eventmanagement.upstream.UpstreamFailure;
import io.smallrye.mutiny.Uni;

/** One read of event.com, behind its circuit. */
record ReadOperation<V>(EngineCircuit circuit, CallFailures failures, Function<String, Uni<V>> call) implements Source<V> {

    @Override
    public Uni<V> fetch(String id, Deadline.End end) {
        return CallContext.apart(end,
                () -> circuit.guard(() -> call.apply(id)).onFailure().transform(thrown -> failures.explain(thrown, circuit)));
    }

    /** docs/resilience.md, "What is a failure". */
    @Override
    public boolean hasFailed(Throwable thrown) {
        return thrown instanceof CircuitOpenException || UpstreamFailure.of(thrown).countsForCircuit();
    }
}

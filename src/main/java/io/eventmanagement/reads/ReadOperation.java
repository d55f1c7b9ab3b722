package io.eventmanagement.reads;

import java.util.function.Function;

import org.jboss.logging.MDC;

import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.circuit.EngineCircuit;
import io.eventmanagement.runtime.ContextExecutor;
import io.eventmanagement.time.Deadline;
import io.eventmanagement.tracing.Tracing;
import io.eventmanagement.upstream.CallFailures;
import io.eventmanagement.upstream.Credentials;
import io.eventmanagement.upstream.UpstreamFailure;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * One read of event.com, behind its circuit. Each call has a Vert.x context of its own, since it may outlive the request that
 * began it and others may wait for it: its deadline is that of all who wait, its log lines and its trace are those of the
 * request that began it.
 */
record ReadOperation<V>(EngineCircuit circuit, Credentials credentials, CallFailures failures, Function<String, Uni<V>> call)
        implements
            Source<V> {

    private static final String REQUEST_ID = "requestId";

    /** Begins the call in a new context on the event loop that this one belongs to. */
    @Override
    public Uni<V> fetch(String id, Deadline.End end) {
        Uni<V> guarded = credentials.with(() -> circuit.guard(() -> call.apply(id)))
                .onFailure().transform(thrown -> failures.explain(thrown, circuit));
        Context here = Vertx.currentContext();
        if (here == null) {
            return guarded;
        }
        return Uni.createFrom().emitter(emitter -> {
            Object requestId = MDC.get(REQUEST_ID);
            Runnable trace = Tracing.carry();
            // What goes wrong before the call is its end too: others wait for it, and it has a place in the bulkhead.
            Uni<V> apart = Uni.createFrom().deferred(() -> {
                if (requestId != null) {
                    MDC.put(REQUEST_ID, requestId);
                }
                trace.run();
                Deadline.set(end);
                return guarded;
            });
            ContextExecutor.of(VertxContext.createNewDuplicatedContext(here))
                    .execute(() -> apart.subscribe().with(emitter::complete, emitter::fail));
        });
    }

    /** docs/resilience.md, "What is a failure". */
    @Override
    public boolean hasFailed(Throwable thrown) {
        return thrown instanceof CircuitOpenException || UpstreamFailure.of(thrown).isOutage();
    }
}

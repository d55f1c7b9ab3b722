package io.eventmanagement.reads;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jboss.logging.MDC;

import io.eventmanagement.runtime.ContextExecutor;
import io.eventmanagement.time.Deadline;
import io.eventmanagement.tracing.Tracing;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Gives a call to event.com a Vert.x context of its own, since it may outlive the request that began it and others may wait
 * for it: its deadline is that of all who wait, its log lines and its trace are those of the request that began it.
 */
final class CallContext {

    private static final String REQUEST_ID = "requestId";

    private CallContext() {
    }

    /** Begins the call in a new context on the event loop that this one belongs to. */
    static <T> Uni<T> apart(Deadline.End end, Supplier<Uni<? extends T>> call) {
        Context here = Vertx.currentContext();
        if (here == null) {
            return Uni.createFrom().deferred(call);
        }
        return Uni.createFrom().emitter(emitter -> {
            Object requestId = MDC.get(REQUEST_ID);
            Runnable trace = Tracing.carry();
            Executor own = ContextExecutor.of(VertxContext.createNewDuplicatedContext(here));
            // What goes wrong before the call is its end too: others wait for it, and it has a place in the bulkhead.
            own.execute(() -> Uni.createFrom().<T> deferred(() -> {
                if (requestId != null) {
                    MDC.put(REQUEST_ID, requestId);
                }
                trace.run();
                Deadline.set(end);
                return call.get();
            }).subscribe().with(emitter::complete, emitter::fail));
        });
    }
}

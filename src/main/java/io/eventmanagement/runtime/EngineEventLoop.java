package io.eventmanagement.runtime;

import java.util.concurrent.Executor;

import io.smallrye.faulttolerance.core.event.loop.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Keeps the calls of the fault-tolerance engine where they are: what the engine hands to the event loop that it is already on
 * runs at once. The engine's own would queue it behind whatever else is there, twice for each call.
 */
final class EngineEventLoop implements EventLoop {

    /** For threads that aren't event loops. */
    private final EventLoop otherwise;

    EngineEventLoop(EventLoop otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public Executor executor() {
        Context context = Vertx.currentContext();
        if (context == null || !context.isEventLoopContext()) {
            return otherwise.executor();
        }
        Executor later = otherwise.executor();
        return task -> {
            if (Vertx.currentContext() == context) {
                task.run();
            } else {
                later.execute(task);
            }
        };
    }
}

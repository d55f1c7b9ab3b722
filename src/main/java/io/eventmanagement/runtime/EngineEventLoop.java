package io.eventmanagement.runtime;

import java.util.concurrent.Executor;

import io.smallrye.faulttolerance.core.event.loop.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Keeps the fault-tolerance engine's calls on their event loop: a task for the event loop that the engine is already on runs at
 * once. The engine's own implementation would queue the task behind everything else there, twice for each call.
 */
final class EngineEventLoop implements EventLoop {

    /** The engine's own implementation, for all other threads. */
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

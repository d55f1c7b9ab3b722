package io.eventmanagement.runtime;

import java.util.concurrent.Executor;

import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;

/**
 * Runs tasks in a Vert.x context: at once for who is on its event loop already. {@link Context#runOnContext}, the public way,
 * queues them behind whatever else is there.
 */
public final class ContextExecutor {

    private ContextExecutor() {
    }

    public static Executor of(Context context) {
        ContextInternal own = (ContextInternal) context;
        return task -> own.emit(now -> task.run());
    }
}

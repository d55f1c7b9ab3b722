package io.eventmanagement.runtime;

import java.util.concurrent.Executor;

import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;

/**
 * Runs tasks in a Vert.x context, at once if the caller is on the context's event loop already. The public way,
 * {@link Context#runOnContext}, queues them behind everything else there.
 */
public final class ContextExecutor {

    private ContextExecutor() {
    }

    public static Executor of(Context context) {
        ContextInternal own = (ContextInternal) context;
        return task -> own.emit(now -> task.run());
    }
}

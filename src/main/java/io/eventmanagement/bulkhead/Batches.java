package io.eventmanagement.bulkhead;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Runs tasks in order on another executor, a few at a time, so that the executor's other work gets its turn in between. An
 * event loop that began a thousand calls in one go would open a thousand connections before it read the first answer.
 */
public final class Batches implements Executor {

    private static final int TASKS_AT_A_TIME = 16;

    private final Executor executor;

    /** Usually empty, so it starts small. Guarded by {@code this}, as is the field below. */
    private final Queue<Runnable> tasks = new ArrayDeque<>(1);
    private boolean running;

    /** @param executor runs each batch; must not run it before {@code execute} returns */
    public Batches(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        executor.execute(this::runSome);
    }

    private void runSome() {
        boolean more = true;
        try {
            for (int run = 0; more && run < TASKS_AT_A_TIME; run++) {
                Runnable task = next();
                more = task != null;
                if (more) {
                    task.run();
                }
            }
        } finally {
            if (more) {
                executor.execute(this::runSome);
            }
        }
    }

    private synchronized Runnable next() {
        Runnable task = tasks.poll();
        running = task != null;
        return task;
    }
}

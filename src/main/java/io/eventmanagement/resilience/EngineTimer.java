package io.eventmanagement.resilience;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

import io.smallrye.faulttolerance.AsyncExecutorProvider;
import io.smallrye.faulttolerance.ExecutorHolder;
import io.smallrye.faulttolerance.core.timer.Timer;

/** Gives the fault-tolerance engine a {@link WheelTimer}. Its own, which it makes in any case, sleeps. */
@Singleton
@Alternative
@Priority(1)
class EngineTimer extends ExecutorHolder {

    private final WheelTimer timer = new WheelTimer(getAsyncExecutor());

    EngineTimer(AsyncExecutorProvider executors) {
        super(executors);
    }

    @Override
    public Timer getTimer() {
        return timer;
    }

    /** Annotated again: an overriding method without it would never be called. */
    @Override
    @PreDestroy
    public void tearDown() {
        timer.shutdown();
        super.tearDown();
    }
}

package io.eventmanagement.runtime;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

import io.smallrye.faulttolerance.AsyncExecutorProvider;
import io.smallrye.faulttolerance.ExecutorHolder;
import io.smallrye.faulttolerance.core.event.loop.EventLoop;
import io.smallrye.faulttolerance.core.timer.Timer;

/**
 * Gives the fault-tolerance engine a {@link WheelTimer} and an {@link EngineEventLoop}. The engine still creates its own timer,
 * which stays idle.
 */
@Singleton
@Alternative
@Priority(1)
class Engine extends ExecutorHolder {

    private final WheelTimer timer = new WheelTimer(getAsyncExecutor());
    private final EventLoop eventLoop = new EngineEventLoop(super.getEventLoop());

    Engine(AsyncExecutorProvider executors) {
        super(executors);
    }

    @Override
    public Timer getTimer() {
        return timer;
    }

    @Override
    public EventLoop getEventLoop() {
        return eventLoop;
    }

    /** Repeats the annotation, since an overriding method without it would never be called. */
    @Override
    @PreDestroy
    public void tearDown() {
        timer.shutdown();
        super.tearDown();
    }
}

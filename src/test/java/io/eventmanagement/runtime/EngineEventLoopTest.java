package io.eventmanagement.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.smallrye.faulttolerance.vertx.VertxEventLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

class EngineEventLoopTest {

    private static Vertx vertx;

    private final EngineEventLoop eventLoop = new EngineEventLoop(new VertxEventLoop());
    private final Context context = vertx.getOrCreateContext();
    private final List<String> done = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private <T> T on(Context where, Callable<T> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        where.runOnContext(now -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(10, TimeUnit.SECONDS);
    }

    @Test
    void runsAtOnceWhatComesFromItsOwnContext() throws Exception {
        on(context, () -> {
            eventLoop.executor().execute(() -> done.add("task"));
            return done.add("what follows");
        });

        assertThat(done).containsExactly("task", "what follows");
    }

    @Test
    void bringsBackWhatComesFromAnotherContext() throws Exception {
        Executor executor = on(context, eventLoop::executor);
        CompletableFuture<Context> ranOn = new CompletableFuture<>();

        on(vertx.getOrCreateContext(), () -> {
            executor.execute(() -> ranOn.complete(Vertx.currentContext()));
            return null;
        });

        assertThat(ranOn.get(10, TimeUnit.SECONDS)).isSameAs(context);
    }

    @Test
    void bringsBackWhatComesFromAThreadWithoutContext() throws Exception {
        Executor executor = on(context, eventLoop::executor);
        CompletableFuture<Context> ranOn = new CompletableFuture<>();

        executor.execute(() -> ranOn.complete(Vertx.currentContext()));

        assertThat(ranOn.get(10, TimeUnit.SECONDS)).isSameAs(context);
    }

    @Test
    void isNoneWhereThereIsNoContext() {
        assertThat(eventLoop.executor()).isNull();
    }
}

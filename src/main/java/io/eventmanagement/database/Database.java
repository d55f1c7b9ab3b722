package io.eventmanagement.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.flywaydb.core.Flyway;

import io.agroal.api.AgroalDataSource;
import io.eventmanagement.settings.DatabaseConfig;
import io.eventmanagement.time.Time;
import io.eventmanagement.time.Timeouts;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * PostgreSQL, if there is one. Work is done on threads of its own, as many as there may be connections: no event loop waits. By
 * JDBC and not the reactive client, since Flyway needs it anyway. While the database is down all work is refused at once, and
 * once a second it is tried whether it is back.
 */
@Singleton
public class Database {

    /** Pieces of clients' work that may wait for a thread; further ones are refused. */
    private static final int MOST_WAITING = 1_000;

    /** How many more may wait of what has to be kept, so that clients don't crowd it out. */
    private static final int ROOM = 10_000;

    /** How long a client's work may take. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Work in one transaction. It may be done twice, of which the first is rolled back. */
    @FunctionalInterface
    public interface Work<T> {

        T with(Connection connection) throws SQLException;
    }

    private final Outage outage = new Outage();
    private final Transactions transactions;
    private final ThreadPoolExecutor threads;
    private final Vertx vertx;
    private final Timeouts timeouts;
    private final AtomicBoolean isTrying = new AtomicBoolean();
    private long timer;

    @Inject
    Database(DatabaseConfig config, Instance<AgroalDataSource> dataSource, Instance<Flyway> flyway, Vertx vertx, Time time) {
        this(config.url().isPresent() ? config.maxConnections() : 0, dataSource::get, () -> flyway.get().migrate(), vertx,
                time);
    }

    /** @param connections 0 if there is none */
    Database(int connections, Supplier<AgroalDataSource> dataSource, Runnable migration, Vertx vertx, Time time) {
        this.transactions = new Transactions(dataSource, migration, outage);
        this.vertx = vertx;
        this.timeouts = new Timeouts(LONGEST, vertx, time);
        this.threads = connections == 0 ? null
                : new ThreadPoolExecutor(connections, connections, 10, TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MOST_WAITING + ROOM), task -> {
                            Thread thread = new Thread(task, "database");
                            thread.setDaemon(true);
                            return thread;
                        });
        if (threads != null) {
            threads.allowCoreThreadTimeOut(true);
        }
    }

    /** Whether there is one at all. If not, nothing else here may be called. */
    public boolean isConfigured() {
        return threads != null;
    }

    /** Whether it can be asked, as far as is known. */
    public boolean isUp() {
        return !outage.isOn();
    }

    /** Whether it can't be asked; not before that was tried. */
    public boolean isDown() {
        return outage.isOn() && outage.isKnown();
    }

    void begin(@Observes StartupEvent start) {
        if (isConfigured()) {
            timer = vertx.setPeriodic(1, PAUSE.toMillis(), now -> tryAgain());
        }
    }

    @PreDestroy
    void end() {
        if (isConfigured()) {
            vertx.cancelTimer(timer);
            threads.shutdown();
        }
    }

    /**
     * Does a client's work in a transaction, which is committed before the result is told, in the Vert.x context in which this
     * is subscribed to. Nothing is committed once the client was told that it took too long, unless the commit was under way.
     *
     * @return fails with {@link DatabaseUnavailableException} if the database can't be asked or takes too long
     */
    public <T> Uni<T> call(Work<T> work) {
        return Uni.createFrom().emitter(emitter -> {
            if (threads.getQueue().size() >= MOST_WAITING) {
                emitter.fail(new DatabaseUnavailableException("too much waits for the database"));
                return;
            }
            Task<T> task = new Task<>(work, emitter);
            emitter.onTermination(timeouts.begin(task::giveUp)::cancel);
            begin(task);
        });
    }

    /**
     * The same for what is to be kept of work that is over already: it has its room in the queue, and is done even if that
     * takes longer.
     */
    public <T> Uni<T> keep(Work<T> work) {
        return Uni.createFrom().emitter(emitter -> begin(new Task<>(work, emitter)));
    }

    private void begin(Task<?> task) {
        try {
            outage.check();
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            task.emitter.fail(new DatabaseUnavailableException("too much waits for the database"));
        } catch (DatabaseUnavailableException e) {
            task.emitter.fail(e);
        }
    }

    private final class Task<T> implements Runnable {

        private final Work<T> work;
        private final UniEmitter<? super T> emitter;
        private final Executor back;
        private volatile boolean isGivenUp;

        private Task(Work<T> work, UniEmitter<? super T> emitter) {
            this.work = work;
            this.emitter = emitter;
            Context context = Vertx.currentContext();
            this.back = context == null ? Runnable::run : task -> context.runOnContext(now -> task.run());
        }

        private void giveUp() {
            isGivenUp = true;
            emitter.fail(DatabaseUnavailableException.tookTooLong());
        }

        @Override
        public void run() {
            if (isGivenUp) {
                return;
            }
            try {
                T result = transactions.commit(work, () -> isGivenUp);
                back.execute(() -> emitter.complete(result));
            } catch (Throwable e) { // an Error, too: somebody waits
                back.execute(() -> emitter.fail(e));
            }
        }
    }

    private void tryAgain() {
        if (outage.isOn() && isTrying.compareAndSet(false, true)) {
            try {
                threads.execute(() -> {
                    try {
                        transactions.tryAgain();
                    } finally {
                        isTrying.set(false);
                    }
                });
            } catch (RejectedExecutionException e) {
                isTrying.set(false);
            }
        }
    }
}

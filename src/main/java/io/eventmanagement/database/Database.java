package io.eventmanagement.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

import io.agroal.api.AgroalDataSource;
import io.eventmanagement.settings.DatabaseConfig;
import io.eventmanagement.time.Time;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * PostgreSQL, if there is one. Work is done on threads of its own, as many as there may be connections: no event loop waits. By
 * JDBC and not the reactive client, since Flyway needs it anyway.
 */
@Singleton
public class Database {

    private static final Logger LOG = Logger.getLogger(Database.class);

    /** Pieces of work that may wait for a thread; further ones fail at once. */
    private static final int MOST_WAITING = 1_000;

    /** How long what failed to connect is left alone, so that nobody waits for what is known to be down. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Work in one transaction. */
    @FunctionalInterface
    public interface Work<T> {

        T with(Connection connection) throws SQLException;
    }

    private final Instance<AgroalDataSource> dataSource;
    private final Instance<Flyway> flyway;
    private final ThreadPoolExecutor threads;
    private final Time time;

    /** Why it can't be asked; null if it can, as far as is known. */
    private volatile String trouble;
    private volatile boolean migrated;
    private volatile long nextTry;

    Database(DatabaseConfig config, Instance<AgroalDataSource> dataSource, Instance<Flyway> flyway, Time time) {
        this.time = time;
        this.nextTry = time.nanos();
        this.dataSource = dataSource;
        this.flyway = flyway;
        this.trouble = "not reached yet";
        if (config.url().isEmpty()) {
            threads = null;
            return;
        }
        threads = new ThreadPoolExecutor(config.maxConnections(), config.maxConnections(), 10, TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "database");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Whether there is one at all. If not, nothing else here may be called. */
    public boolean isConfigured() {
        return threads != null;
    }

    /** Whether the last attempt to reach it succeeded. */
    public boolean isUp() {
        return trouble == null;
    }

    @PreDestroy
    void end() {
        if (threads != null) {
            threads.shutdown();
        }
    }

    /**
     * Does work in a transaction, which is committed before the result is told, in the Vert.x context in which this is
     * subscribed to.
     *
     * @return fails with {@link DatabaseUnavailableException} if the database can't be reached, and then nothing is known of a
     *         commit that was under way
     */
    public <T> Uni<T> call(Work<T> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context context = Vertx.currentContext();
            Executor back = context == null ? Runnable::run : task -> context.runOnContext(now -> task.run());
            try {
                threads.execute(() -> {
                    try {
                        T result = inTransaction(work);
                        back.execute(() -> emitter.complete(result));
                    } catch (Exception e) {
                        back.execute(() -> emitter.fail(e));
                    }
                });
            } catch (RejectedExecutionException e) {
                emitter.fail(new DatabaseUnavailableException("too much waits for the database"));
            }
        });
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection);
                throw e;
            }
        } catch (SQLException e) {
            if (isOutage(e)) {
                down(e);
                throw new DatabaseUnavailableException(e.getMessage());
            }
            throw e;
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("A transaction couldn't be rolled back", e); // its connection is gone, and it with it
        }
    }

    private Connection connect() throws SQLException {
        if (trouble != null && time.nanos() - nextTry < 0) {
            throw new DatabaseUnavailableException(trouble);
        }
        if (!migrated) {
            migrate();
        }
        Connection connection = dataSource.get().getConnection();
        if (trouble != null) {
            LOG.info("The database is up");
            trouble = null;
        }
        return connection;
    }

    /** Flyway holds a lock meanwhile, so of several replicas one does it. */
    private synchronized void migrate() throws SQLException {
        if (migrated) {
            return;
        }
        // Flyway would try for long.
        dataSource.get().getConnection().close();
        try {
            flyway.get().migrate();
            migrated = true;
        } catch (RuntimeException e) {
            throw new SQLException("The database can't be migrated: " + e.getMessage(), "08000", e);
        }
    }

    private void down(SQLException e) {
        nextTry = time.nanos() + PAUSE.toNanos();
        if (trouble == null || !migrated && trouble.startsWith("not reached")) {
            LOG.warnf("The database is down: %s", e.getMessage());
        }
        trouble = "" + e.getMessage();
    }

    /** Connection exceptions, a server that shuts down or has no room, time-outs, a server that takes no writes. */
    private static boolean isOutage(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57") || state.startsWith("53")
                || state.startsWith("28") || state.equals("25006") || state.equals("55P03") || state.equals("3D000");
    }
}

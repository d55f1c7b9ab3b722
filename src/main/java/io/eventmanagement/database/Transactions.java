package io.eventmanagement.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.eventmanagement.database.Database.Work;

/** Does work in transactions, on the caller's thread, and finds out whether the database can be asked. */
final class Transactions {

    /** Needs what work needs: the tables, and room to write. */
    private static final String TRIAL = "create temporary table trial on commit drop as select "
            + "exists (select from operation where false), exists (select from idempotency_key where false) as other";

    private static final String NOT_ALLOWED = "42501";

    private final Supplier<AgroalDataSource> dataSource;
    private final Runnable migration;
    private final Outage outage;

    private volatile boolean migrated;

    /** @param migration makes the tables what they have to be; it may take long */
    Transactions(Supplier<AgroalDataSource> dataSource, Runnable migration, Outage outage) {
        this.dataSource = dataSource;
        this.migration = migration;
        this.outage = outage;
    }

    /**
     * @param isGivenUp whether nobody wants it committed any more
     * @throws DatabaseUnavailableException if the database can't be asked, or not now
     */
    <T> T commit(Work<T> work, BooleanSupplier isGivenUp) throws SQLException {
        outage.check();
        long since = outage.changes();
        try (Connection connection = dataSource.get().getConnection()) {
            connection.setAutoCommit(false);
            try {
                return commit(work, isGivenUp, connection);
            } catch (SQLException e) {
                if (SqlFailure.of(e) == SqlFailure.CONFLICT) {
                    return commit(work, isGivenUp, connection);
                }
                throw e;
            }
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e);
            if (failure == SqlFailure.OTHER) {
                throw e;
            }
            if (failure.isOutage() && outage.begin(since, SqlFailure.words(e))) {
                startOver(failure);
            }
            throw new DatabaseUnavailableException(e.getMessage());
        }
    }

    private static <T> T commit(Work<T> work, BooleanSupplier isGivenUp, Connection connection) throws SQLException {
        try {
            T result = work.with(connection);
            if (isGivenUp.getAsBoolean()) {
                throw DatabaseUnavailableException.tookTooLong();
            }
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                connection.rollback();
            } catch (SQLException gone) {
                e.addSuppressed(gone); // the connection, and the transaction with it
            }
            throw e;
        }
    }

    /**
     * Ends the outage if the database can be asked again. Flyway holds a lock while it migrates: one of several replicas
     * does it, and the others wait.
     */
    void tryAgain() {
        try (Connection connection = dataSource.get().getConnection(); Statement statement = connection.createStatement()) {
            if (!migrated) {
                migration.run();
                migrated = true;
            }
            statement.execute(TRIAL);
            outage.end();
        } catch (SQLException e) {
            if (NOT_ALLOWED.equals(e.getSQLState())) {
                outage.end(); // it may write, but no temporary tables
                return;
            }
            outage.goOn(SqlFailure.words(e));
            startOver(SqlFailure.of(e));
        } catch (RuntimeException | Error e) {
            outage.goOn("it can't be migrated: " + SqlFailure.words(e));
        }
    }

    /** The pool's connections don't outlive a server, and each would be found out by somebody's work. */
    private void startOver(SqlFailure why) {
        if (why == SqlFailure.NO_TABLES) {
            migrated = false;
        }
        dataSource.get().flush(FlushMode.GRACEFUL);
    }
}

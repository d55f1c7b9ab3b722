package io.eventmanagement.idempotency;

import java.time.Duration;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.eventmanagement.database.Database;
import io.eventmanagement.database.DatabaseUnavailableException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;

/** Forgets the keys in the database whose time is over. Whoever comes by does it, of all replicas. */
@Singleton
class KeySweep {

    private static final Logger LOG = Logger.getLogger(KeySweep.class);

    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** In one transaction. */
    private static final int BATCH = 1_000;

    private final Database database;
    private final Vertx vertx;
    private long timer;

    KeySweep(Database database, Vertx vertx) {
        this.database = database;
        this.vertx = vertx;
    }

    void begin(@Observes StartupEvent start) {
        if (database.isConfigured()) {
            timer = vertx.setPeriodic(PERIOD.toMillis(), now -> sweep());
        }
    }

    void end(@Observes ShutdownEvent shutdown) {
        if (database.isConfigured()) {
            vertx.cancelTimer(timer);
        }
    }

    private void sweep() {
        database.keep(connection -> Keys.sweep(connection, BATCH)).subscribe().with(swept -> {
            if (swept == BATCH) {
                sweep();
            }
        }, thrown -> LOG.logf(thrown instanceof DatabaseUnavailableException ? Logger.Level.DEBUG : Logger.Level.ERROR, thrown,
                "Old keys can't be forgotten now"));
    }
}

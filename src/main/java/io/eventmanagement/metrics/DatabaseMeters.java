package io.eventmanagement.metrics;

import jakarta.inject.Singleton;

import io.eventmanagement.database.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Whether the database can be reached, if there is one. */
@Singleton
class DatabaseMeters implements MeterBinder {

    private final Database database;

    DatabaseMeters(Database database) {
        this.database = database;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (database.isConfigured()) {
            Gauge.builder("database.up", () -> database.isUp() ? 1 : 0)
                    .description("1 if the database was reached the last time that it was asked, else 0").register(registry);
        }
    }
}

package io.eventmanagement.health;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import io.eventmanagement.database.Database;

/** Tells whether the database can be reached, and stays UP whatever it is: reads and plain adds need none. */
@Readiness
@ApplicationScoped
class DatabaseCheck implements HealthCheck {

    private final Database database;

    DatabaseCheck(Database database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        String state = !database.isConfigured() ? "none" : database.isUp() ? "up" : "down";
        return HealthCheckResponse.named("database").withData("state", state).up().build();
    }
}

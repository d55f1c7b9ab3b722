package io.eventmanagement.dev;

/** In dev mode, a PostgreSQL of its own where none is set. */
public final class DevDatabase extends DevServer {

    public DevDatabase() {
        super("database.url", "DevPostgres", "No PostgreSQL can be started here, so durable adds are off");
    }
}

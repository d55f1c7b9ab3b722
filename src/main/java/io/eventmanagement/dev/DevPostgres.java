package io.eventmanagement.dev;

import java.io.IOException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL from Maven, for as long as this JVM runs. */
public final class DevPostgres {

    private DevPostgres() {
    }

    /** @return its URL */
    public static String start() throws IOException {
        return "postgresql://postgres@localhost:" + EmbeddedPostgres.builder().start().getPort() + "/postgres";
    }
}

package io.eventmanagement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL that a test stops and starts, on one port and with what was kept in it. */
public final class TestPostgres implements AutoCloseable {

    private final Path data;
    private EmbeddedPostgres server;
    private int port;

    public TestPostgres() {
        try {
            data = Files.createTempDirectory(Path.of("target"), "postgres").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** As an operator would hand it out. */
    public String url() {
        return "postgresql://postgres@localhost:" + port + "/postgres";
    }

    public void start() {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
            server = (port == 0 ? builder : builder.setPort(port)).start();
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}

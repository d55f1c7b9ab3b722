package io.eventmanagement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The packaged service (jar or native binary) as a process of its own, set up by environment variables as a user would. */
final class PackagedService implements AutoCloseable {

    private static final Path TARGET = Path.of("target");
    private static final Duration START = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path log;
    private final int port;
    private final int managementPort;

    private PackagedService(Process process, Path log, int port, int managementPort) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.managementPort = managementPort;
    }

    /** Starts it on free ports and waits until it is ready. */
    static PackagedService start(Map<String, String> settings) throws IOException {
        int port = freePort();
        int managementPort = freePort();
        PackagedService service = launch(settings, port, managementPort);
        long deadline = System.nanoTime() + START.toNanos();
        while (!service.isReady()) {
            if (!service.process.isAlive() || System.nanoTime() - deadline > 0) {
                String output = service.output();
                service.close();
                throw new IllegalStateException("not ready:\n" + output);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return service;
    }

    /** Starts it and doesn't wait. Ports that the settings name count, the others are free ones. */
    static PackagedService launch(Map<String, String> settings) throws IOException {
        return launch(settings, freePort(), freePort());
    }

    private static PackagedService launch(Map<String, String> settings, int port, int managementPort) throws IOException {
        Path log = Files.createTempFile(TARGET, "packaged-service", ".log");
        ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("PORT", String.valueOf(port));
        builder.environment().put("MANAGEMENT_PORT", String.valueOf(managementPort));
        builder.environment().put("SHUTDOWN_DELAY_MS", "0");
        builder.environment().putAll(settings);
        return new PackagedService(builder.start(), log, port, managementPort);
    }

    private static List<String> command() throws IOException {
        Properties artifact = new Properties();
        artifact.load(Files.newBufferedReader(TARGET.resolve("quarkus-artifact.properties")));
        String path = TARGET.resolve(artifact.getProperty("path")).toString();
        List<String> command = new ArrayList<>();
        if (!artifact.getProperty("type").equals("native")) {
            command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    // It runs for seconds only.
                    "-XX:TieredStopAtLevel=1", "-jar"));
        }
        command.add(path);
        return command;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://localhost:" + port;
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)));
    }

    HttpResponse<String> getWithToken(String path, String token) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).header("Authorization", "Bearer " + token));
    }

    HttpResponse<String> getFrom(String origin, String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).header("Origin", origin));
    }

    HttpResponse<String> post(String path, String json) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> manage(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + path)));
    }

    boolean isReady() {
        try {
            return manage("/q/health/ready").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends SIGTERM and doesn't wait. */
    void terminate() {
        process.destroy();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running:\n" + output());
        }
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            process.waitFor(START.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        Files.deleteIfExists(log);
    }
}

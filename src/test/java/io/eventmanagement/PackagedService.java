package io.eventmanagement;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service (jar or native binary) as a process of its own, set up by environment variables as a user would. */
final class PackagedService implements AutoCloseable {

    private static final Path TARGET = Path.of("target");
    private static final Duration START = Duration.ofMinutes(2);
    /** So that garbage is collected often, and memory that is used is about what is kept. */
    private static final String SMALL_YOUNG_GENERATION = "-Xmn8m";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Ports that the kernel gave it: one that was found free before its start could be another's by then. */
    private static final Pattern PORTS = Pattern
            .compile(
                    "Listening on: http://\\S+:(\\d+)(?: and https://\\S+:(\\d+))?\\. Management interface listening on http://\\S+:(\\d+)\\.");

    /** The first calls of a JVM on a busy machine take longer than the default time-outs. */
    private static final Map<String, String> PATIENT = Map.of("EVENT_API_CONNECT_TIMEOUT_MS", "10000",
            "EVENT_API_READ_TIMEOUT_MS",
            "15000", "EVENT_API_ADD_TIMEOUT_MS", "15000", "EVENT_API_DEADLINE_MS", "60000");

    private final Process process;
    private final Path log;
    private final boolean isNative;
    private int port;
    private int tlsPort;
    private int managementPort;

    private PackagedService(Process process, Path log, boolean isNative) {
        this.process = process;
        this.log = log;
        this.isNative = isNative;
    }

    /** Starts it on free ports and waits until it is ready. */
    static PackagedService start(Map<String, String> settings) throws IOException {
        PackagedService service = launch(settings);
        long deadline = System.nanoTime() + START.toNanos();
        while (!service.knowsItsPorts() || !service.isReady()) {
            if (!service.process.isAlive() || System.nanoTime() - deadline > 0) {
                String output = service.output();
                service.close();
                throw new IllegalStateException("not ready:\n" + output);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return service;
    }

    /**
     * Starts it and doesn't wait, so nothing can be asked of it. Ports that the settings name count, the others are free ones.
     */
    static PackagedService launch(Map<String, String> settings) throws IOException {
        Path log = Files.createTempFile(TARGET, "packaged-service", ".log");
        Properties artifact = artifact();
        ProcessBuilder builder = new ProcessBuilder(command(artifact)).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("PORT", "0", "MANAGEMENT_PORT", "0", "SHUTDOWN_DELAY_MS", "0"));
        builder.environment().putAll(PATIENT);
        builder.environment().putAll(settings);
        return new PackagedService(builder.start(), log, isNative(artifact));
    }

    private static boolean isNative(Properties artifact) {
        return artifact.getProperty("type").equals("native");
    }

    boolean isNative() {
        return isNative;
    }

    private boolean knowsItsPorts() {
        Matcher ports = PORTS.matcher(output());
        if (!ports.find()) {
            return false;
        }
        port = Integer.parseInt(ports.group(1));
        tlsPort = ports.group(2) == null ? 0 : Integer.parseInt(ports.group(2));
        managementPort = Integer.parseInt(ports.group(3));
        return true;
    }

    private static Properties artifact() throws IOException {
        Properties artifact = new Properties();
        artifact.load(Files.newBufferedReader(TARGET.resolve("quarkus-artifact.properties")));
        return artifact;
    }

    private static List<String> command(Properties artifact) {
        String path = TARGET.resolve(artifact.getProperty("path")).toString();
        List<String> command = new ArrayList<>();
        if (!isNative(artifact)) {
            command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    // It runs for seconds only.
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", SMALL_YOUNG_GENERATION, "-jar", path));
        } else {
            command.addAll(List.of(path, SMALL_YOUNG_GENERATION));
        }
        return command;
    }

    String url() {
        return "http://localhost:" + port;
    }

    /** Where it speaks TLS; 0 if it doesn't. */
    int tlsPort() {
        return tlsPort;
    }

    int managementPort() {
        return managementPort;
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
        return post(path, json, Map.of());
    }

    HttpResponse<String> post(String path, String json, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        headers.forEach(request::header);
        return send(request);
    }

    HttpResponse<String> manage(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + path)));
    }

    /** What an operator has done. */
    HttpResponse<String> operate(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + path))
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    void clearCache() {
        operate("/q/cache/clear");
    }

    /** Only a JVM can be told so. */
    void collectGarbage() {
        if (!isNative) {
            run(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), "-J-XX:TieredStopAtLevel=1",
                    "-J-XX:+UseSerialGC", String.valueOf(process.pid()), "GC.run");
        }
    }

    private static void run(String... command) {
        try {
            Process running = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (running.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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

    /** Ends it as a crash would. */
    void kill() {
        process.destroyForcibly();
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

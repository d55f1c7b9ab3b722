package io.eventmanagement;

import static io.eventmanagement.Eventually.eventually;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import redis.embedded.core.ExecutableProvider;

/** A Redis that a test stops, hangs and starts again, on one port. It keeps nothing. */
public final class TestRedis implements AutoCloseable {

    private final File executable;
    private final int port;
    private Process process;

    public TestRedis() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            executable = ExecutableProvider.newJarResourceProvider().get();
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        start();
    }

    public String url() {
        return "redis://localhost:" + port;
    }

    public void start() {
        try {
            process = new ProcessBuilder(executable.getPath(), "--port", String.valueOf(port), "--bind", "127.0.0.1",
                    "--save", "", "--appendonly", "no").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        eventually("Redis listens", this::listens);
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Its connections end, and further ones are refused. */
    public void stop() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** It takes connections and commands, and answers none. */
    public void hang() {
        signal("STOP");
    }

    public void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}

package io.eventmanagement.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import redis.embedded.RedisServer;

/** A Redis from Maven, for as long as this JVM runs. */
public final class DevRedisServer {

    private DevRedisServer() {
    }

    /** @return its URL */
    public static String start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").setting("appendonly no")
                .setting("maxmemory 64mb").setting("maxmemory-policy allkeys-lru").build().start();
        return "redis://localhost:" + port;
    }
}

package io.eventmanagement.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** A Lua script, which Redis runs as a whole or not at all. It is sent once, and then called by its digest. */
public final class Script {

    /** Sends a command to Redis. */
    @FunctionalInterface
    public interface Caller {

        /**
         * @param again what is sent in its stead, within the same time, if Redis doesn't know the script; null for no script
         */
        Future<Response> send(Request request, Supplier<Request> again);

        default Future<Response> send(Request request) {
            return send(request, null);
        }
    }

    private final String text;
    private final String digest;

    public Script(String text) {
        this.text = text;
        this.digest = digest(text);
    }

    /** Redis' own name for it. */
    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** @param arguments texts, numbers and buffers */
    public Future<Response> run(Caller caller, List<String> keys, Object... arguments) {
        return caller.send(request(Command.EVALSHA, digest, keys, arguments),
                () -> request(Command.EVAL, text, keys, arguments));
    }

    private static Request request(Command command, String script, List<String> keys, Object... arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        for (Object argument : arguments) {
            if (argument instanceof Buffer buffer) {
                request.arg(buffer);
            } else {
                request.arg(String.valueOf(argument));
            }
        }
        return request;
    }
}

package io.eventmanagement;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** A Redis of its own, which a test can ask as well. */
public class RedisResource implements QuarkusTestResourceLifecycleManager {

    private final Vertx vertx = Vertx.vertx();
    private TestRedis redis;
    private Redis client;

    @Override
    public Map<String, String> start() {
        redis = new TestRedis();
        client = Redis.createClient(vertx, redis.url());
        return Map.of("redis.url", redis.url(), "redis.timeout-ms", "5000", "redis.add-timeout-ms", "5000");
    }

    public Response call(Command command, Object... arguments) {
        Request request = Request.cmd(command);
        for (Object argument : arguments) {
            if (argument instanceof Buffer buffer) {
                request.arg(buffer);
            } else {
                request.arg(argument.toString());
            }
        }
        return client.send(request).toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(RedisResource.class));
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redis.close();
    }
}

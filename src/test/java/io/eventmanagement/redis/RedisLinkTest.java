package io.eventmanagement.redis;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.eventmanagement.TestRedis;
import io.eventmanagement.redis.RedisCall.Outcome;
import io.eventmanagement.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** A Redis that isn't there, hangs, ends, and comes back. */
class RedisLinkTest {

    private static final Duration TIMEOUT = Duration.ofMillis(100);

    private static Vertx vertx;

    private final TestRedis redis = new TestRedis();
    private final Redis client = Redis.createClient(vertx, redis.url());
    private final RedisLink link = new RedisLink(() -> client, TIMEOUT, TIMEOUT, vertx, Time.SYSTEM);
    private final List<Boolean> openings = new CopyOnWriteArrayList<>();

    RedisLinkTest() {
        link.onOpen((caller, afterGap) -> caller.send(Request.cmd(Command.PING)).map(pong -> {
            openings.add(afterGap);
            return null;
        }));
    }

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void stop() {
        link.stop();
        client.close();
        redis.close();
    }

    private Response call(RedisCall what, Command command, String... arguments) {
        Request request = Request.cmd(command);
        List.of(arguments).forEach(request::arg);
        return await(link.call(what, request));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private void assertIsNotAsked() {
        long before = calls();
        assertThatThrownBy(() -> call(RedisCall.LIMIT, Command.PING)).isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(RedisUnavailableException.class).hasMessageContaining("down");
        assertThat(calls()).isEqualTo(before);
    }

    private long calls() {
        long calls = 0;
        for (RedisCall call : RedisCall.values()) {
            for (Outcome outcome : Outcome.values()) {
                calls += link.calls(call, outcome);
            }
        }
        return calls;
    }

    @Test
    void aReplicaThatStartsWithRedisHasNoGapToBeginWith() {
        link.start();

        assertThat(link.isUp()).isTrue();
        assertThat(openings).containsExactly(false);
        assertThat(call(RedisCall.BEAT, Command.PING)).hasToString("PONG");
        assertThat(link.calls(RedisCall.BEAT, Outcome.OK)).isEqualTo(1);
    }

    @Test
    void aReplicaStartsWithoutRedisAndTakesItUpWhenItComes() {
        redis.stop();

        link.start();

        assertThat(link.isUp()).isFalse();
        assertIsNotAsked();
        redis.start();
        eventually("it is taken up", link::isUp);
        assertThat(openings).containsExactly(true);
    }

    @Test
    void oneThatEndsIsLeftAloneUntilItIsBack() {
        link.start();

        redis.stop();

        eventually("its end is noticed", () -> !link.isUp());
        assertIsNotAsked();
        redis.start();
        eventually("it is taken up again", link::isUp);
        assertThat(openings).containsExactly(false, true);
    }

    @Test
    void oneThatHangsIsLeftAloneAfterAFewCallsUntilItGoesOn() {
        link.start();

        redis.hang();

        for (int i = 0; i < RedisSender.SILENT_CALLS && link.isUp(); i++) {
            assertThatThrownBy(() -> call(RedisCall.LOOK_UP, Command.PING))
                    .hasRootCauseInstanceOf(RedisUnavailableException.class);
        }
        eventually("it is given up", () -> !link.isUp());
        assertThat(link.calls(RedisCall.LOOK_UP, Outcome.TIMED_OUT)).isLessThanOrEqualTo(RedisSender.SILENT_CALLS);
        assertIsNotAsked();
        redis.goOn();
        eventually("it is taken up again", link::isUp);
        assertThat(openings).containsExactly(false, true);
    }

    @Test
    void anErrorIsAReply() {
        link.start();
        call(RedisCall.BEAT, Command.SET, "a", "text");

        for (int i = 0; i < 2 * RedisSender.SILENT_CALLS; i++) {
            assertThatThrownBy(() -> call(RedisCall.PUT, Command.INCR, "a")).hasMessageContaining("not an integer");
        }

        assertThat(link.isUp()).isTrue();
        assertThat(link.calls(RedisCall.PUT, Outcome.FAILED)).isEqualTo(2 * RedisSender.SILENT_CALLS);
    }

    @Test
    void oneThatTakesNoWritesIsLeftAlone() {
        link.onOpen((caller, afterGap) -> caller.send(Request.cmd(Command.SET).arg("a").arg("b")).mapEmpty());
        link.start();
        call(RedisCall.BEAT, Command.CONFIG, "SET", "maxmemory", "1");

        assertThatThrownBy(() -> call(RedisCall.WRITE, Command.SET, "a", "b")).hasMessageContaining("OOM");

        eventually("it is given up", () -> !link.isUp());
        assertIsNotAsked();
    }

    @Test
    void aScriptIsSentOnceAndThenCalledByItsDigest() {
        link.start();
        Script script = new Script("return ARGV[1] .. KEYS[1]");

        for (int i = 0; i < 3; i++) {
            assertThat(await(script.run(link.caller(RedisCall.PUT), List.of("key"), "value"))).hasToString("valuekey");
        }

        String stats = call(RedisCall.BEAT, Command.INFO, "commandstats").toString();
        assertThat(stats).contains("cmdstat_eval:calls=1,").contains("cmdstat_evalsha:calls=3,");
    }

    @Test
    void withoutRedisThereIsNothingToStart() {
        RedisLink none = new RedisLink(null, TIMEOUT, TIMEOUT, vertx, Time.SYSTEM);

        none.start();

        assertThat(none.isConfigured()).isFalse();
        assertThat(none.isUp()).isFalse();
        none.stop();
    }
}

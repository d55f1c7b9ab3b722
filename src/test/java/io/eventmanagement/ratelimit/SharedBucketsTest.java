package io.eventmanagement.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.TestRedis;
import io.eventmanagement.ratelimit.Buckets.Taken;
import io.eventmanagement.redis.RedisCall;
import io.eventmanagement.redis.RedisLink;
import io.eventmanagement.time.Time;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Buckets in a real Redis. Windows are so long that nothing comes back meanwhile. */
class SharedBucketsTest {

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int REQUESTS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final TestRedis redis = new TestRedis();
    private final RedisLink link = link();
    private final SharedBuckets one = new SharedBuckets(link, "test:", REQUESTS, WINDOW);
    private final SharedBuckets other = new SharedBuckets(link(), "test:", REQUESTS, WINDOW);

    private RedisLink link() {
        Redis client = Redis.createClient(vertx, redis.url());
        RedisLink made = new RedisLink(() -> client, PATIENCE, PATIENCE, vertx, Time.SYSTEM);
        made.start();
        return made;
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redis.close();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private Response redis(Command command, Object... arguments) {
        Request request = Request.cmd(command);
        for (Object argument : arguments) {
            request.arg(argument.toString());
        }
        return await(link.call(RedisCall.BEAT, request));
    }

    @Test
    void ofAllReplicasAsManyPassAsOfOne() {
        for (int left = REQUESTS - 1; left >= 0; left--) {
            Taken taken = await((left % 2 == 0 ? one : other).take("client"));

            assertThat(taken.passed()).isTrue();
            assertThat(taken.left()).isEqualTo(left);
        }

        Taken refused = await(one.take("client"));
        assertThat(refused.passed()).isFalse();
        assertThat(refused.untilNext()).isPositive().isLessThanOrEqualTo(WINDOW.dividedBy(REQUESTS));
        assertThat(refused.untilAll()).isLessThanOrEqualTo(WINDOW);
        assertThat(await(one.take("another")).passed()).isTrue();
    }

    @Test
    void whatIsTakenComesBackWithTime() {
        long now = Long.parseLong(redis(Command.TIME).get(0).toString()) * 1_000_000;
        long half = now + WINDOW.dividedBy(2).toNanos() / 1_000;
        redis(Command.SET, "test:r:client", half);

        assertThat(await(one.take("client")).left()).isBetween(REQUESTS / 2 - 1L, (long) REQUESTS / 2);
    }

    @Test
    void aClockThatIsSetBackKeepsNobodyOutForLongerThanAWindow() {
        redis(Command.SET, "test:r:client", Long.parseLong(redis(Command.TIME).get(0).toString()) * 1_000_000L
                + WINDOW.multipliedBy(20).toNanos() / 1_000);

        Taken refused = await(one.take("client"));

        assertThat(refused.passed()).isFalse();
        assertThat(refused.untilNext()).isLessThanOrEqualTo(WINDOW.dividedBy(REQUESTS));
        assertThat(refused.untilAll()).isLessThanOrEqualTo(WINDOW);
    }
}

package io.eventmanagement.redis;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.ShiftedTime;
import io.eventmanagement.SlowWire;
import io.eventmanagement.TestRedis;
import io.eventmanagement.redis.RedisCall.Outcome;
import io.eventmanagement.testing.LogLines;
import io.eventmanagement.time.Time;
import io.eventmanagement.time.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** A Redis that isn't there, hangs, ends, and comes back. */
class RedisLinkTest {

    private static final Duration TIMEOUT = Duration.ofMillis(100);

    /** Longer ones are the same, but last longer. */
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

    private static Vertx vertx;

    private final TestRedis redis = new TestRedis();
    private final SlowWire wire = new SlowWire(vertx, redis.url());
    private final Redis client = Redis.createClient(vertx, wire.url());
    private final RedisLink link = new RedisLink(() -> client, TIMEOUT, TIMEOUT, FIRST_WAIT, vertx, Time.SYSTEM);
    private final List<Boolean> openings = new CopyOnWriteArrayList<>();
    private final LogLines log = new LogLines(RedisLink.class);

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
        log.close();
        client.close();
        wire.close();
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
    void theFirstBeatIsAtOnce() {
        List<Boolean> beats = new CopyOnWriteArrayList<>();
        link.onBeat(() -> beats.add(link.isUp()));

        link.start();

        assertThat(beats).first().isEqualTo(true);
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

        for (int i = 0; i < RedisSender.SLOW_CALLS && link.isUp(); i++) {
            assertThatThrownBy(() -> call(RedisCall.LOOK_UP, Command.PING))
                    .hasRootCauseInstanceOf(RedisUnavailableException.class);
        }
        eventually("it is given up", () -> !link.isUp());
        assertThat(link.calls(RedisCall.LOOK_UP, Outcome.TIMED_OUT)).isLessThanOrEqualTo(RedisSender.SLOW_CALLS);
        assertIsNotAsked();
        redis.goOn();
        eventually("it is taken up again", link::isUp);
        assertThat(openings).containsExactly(false, true);
    }

    private List<Future<Response>> pings(int count) {
        return Stream.generate(() -> link.call(RedisCall.LOOK_UP, Request.cmd(Command.PING))).limit(count).toList();
    }

    private void slowDown() {
        wire.delay(3 * (int) TIMEOUT.toMillis());
        for (int i = 0; i < RedisSender.SLOW_CALLS; i++) {
            assertThatThrownBy(() -> await(link.call(RedisCall.LOOK_UP, Request.cmd(Command.PING))))
                    .hasRootCauseInstanceOf(RedisUnavailableException.class);
        }
        eventually("it is given up", () -> !link.isUp());
    }

    @Test
    void oneThatRepliesTooLateEachTimeIsLeftAloneThoughItsRepliesCome() {
        link.start();

        slowDown();

        eventually("it is tried", () -> link.calls(RedisCall.PROBE, Outcome.TIMED_OUT) == 2);
        assertIsNotAsked();
        assertThat(openings).containsExactly(false);
        wire.delay(0);
        eventually("it is taken up again", link::isUp);
        assertThat(openings).containsExactly(false, true);
        assertThat(log.lines()).containsExactly("Redis is up", "Redis is down: it doesn't reply in time", "Redis is up");
    }

    @Test
    void oneThatRepliesTooLateAtOnceToManyCallsIsNoSlowOne() {
        link.start();

        wire.delay(3 * (int) TIMEOUT.toMillis());
        pings(4 * RedisSender.SLOW_CALLS).forEach(
                ping -> assertThatThrownBy(() -> await(ping)).hasRootCauseInstanceOf(RedisUnavailableException.class));

        assertThat(link.calls(RedisCall.LOOK_UP, Outcome.TIMED_OUT)).isEqualTo(4 * RedisSender.SLOW_CALLS);
        assertThat(link.isUp()).isTrue();
    }

    @Test
    void moreThanAFewThousandCallsAreNotUnderWayAtOnce() {
        link.start();

        redis.hang();
        List<Future<Response>> calls = Stream
                .generate(() -> link.call(RedisCall.CATCH_UP, Request.cmd(Command.PING)))
                .limit(RedisSender.MOST_UNDER_WAY + 100).toList();
        long refused = calls.stream().filter(Future::failed).map(Future::cause)
                .filter(cause -> cause.getMessage().equals("too many calls wait for Redis")).count();
        calls.forEach(call -> assertThatThrownBy(() -> await(call)).hasRootCauseInstanceOf(RedisUnavailableException.class));
        redis.goOn();

        assertThat(refused).isEqualTo(100);
        eventually("it is asked again", () -> await(link.call(RedisCall.BEAT, Request.cmd(Command.PING))
                .map(pong -> true).recover(late -> Future.succeededFuture(false))));
        assertThat(openings).as("its connection was kept").hasSize(1);
    }

    @Test
    void aReplyInTimeInBetweenEndsTheCount() {
        link.start();

        for (int i = 0; i < 2 * RedisSender.SLOW_CALLS; i++) {
            wire.delay(3 * (int) TIMEOUT.toMillis());
            assertThatThrownBy(() -> await(pings(1).get(0))).hasRootCauseInstanceOf(RedisUnavailableException.class);
            wire.delay(0);
            eventually("it replies in time", () -> pings(1).stream().map(Future::toCompletionStage)
                    .allMatch(ping -> ping.handle((pong, late) -> late == null).toCompletableFuture().join()));
        }

        assertThat(link.isUp()).isTrue();
    }

    @Test
    void aWriteThatTakesLongerTellsNothingOfRedis() {
        ShiftedTime time = new ShiftedTime();
        RedisLink patient = new RedisLink(() -> client, TIMEOUT, TIMEOUT.multipliedBy(100), vertx, time);
        patient.start();
        time.advance(RedisSender.NEW);

        wire.delay(3 * (int) TIMEOUT.toMillis());
        for (int i = 0; i < RedisSender.SLOW_CALLS; i++) {
            assertThat(patient.isUp()).isTrue();
            assertThat(await(patient.call(RedisCall.WRITE, Request.cmd(Command.PING)))).hasToString("PONG");
            assertThatThrownBy(() -> await(patient.call(RedisCall.LOOK_UP, Request.cmd(Command.PING))))
                    .hasRootCauseInstanceOf(RedisUnavailableException.class);
        }

        eventually("it is given up", () -> !patient.isUp());
        patient.stop();
    }

    @Test
    void afterTheStartThereIsMoreTimeForAWhileOnly() {
        VirtualTime time = new VirtualTime();
        RedisLink patient = new RedisLink(() -> client, Duration.ofMillis(20), Duration.ofMillis(500), vertx, time);

        assertThat(patient.patience()).isEqualTo(Duration.ofMillis(500));
        time.advance(RedisSender.NEW.minusNanos(1));
        assertThat(patient.patience()).isEqualTo(Duration.ofMillis(500));
        time.advance(Duration.ofNanos(1));
        assertThat(patient.patience()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void aConnectionThatEndsIsReplacedAtOnceThenThereAreLongerAndLongerWaits() {
        link.start();

        wire.cut();

        eventually("it is taken up again", () -> openings.size() == 2);
        eventually("that is told", () -> log.lines().equals(
                List.of("Redis is up", "Redis was down for a moment: its connection ended")));
        redis.stop();
        eventually("it is tried again and again", () -> wire.connected().size() == 4);
        assertThat(wire.connected().get(3) - wire.connected().get(2)).isGreaterThanOrEqualTo(4 * FIRST_WAIT.toMillis());
    }

    @Test
    void theReasonIsToldAnewWhenItIsAnother() {
        link.start();
        call(RedisCall.BEAT, Command.CONFIG, "SET", "requirepass", "secret");

        wire.cut();

        eventually("it is told", () -> log.lines().size() == 2);
        assertThat(log.lines().get(1)).startsWith("Redis is down: NOAUTH ");
        redis.stop();
        eventually("it is told anew", () -> log.lines().size() == 3);
        eventually("it is tried again", () -> wire.connected().size() >= 4);
        assertThat(log.lines()).hasSize(3);
        assertThat(log.lines().get(2)).isEqualTo("Redis is down: its connection ended");
    }

    @Test
    void ofAScriptThatFailsOnlyTheErrorIsTold() {
        link.onOpen((caller, afterGap) -> new Script("return redis.call('SET', KEYS[1], 'b')").run(caller, List.of("a"))
                .mapEmpty());
        link.start();
        call(RedisCall.BEAT, Command.CONFIG, "SET", "maxmemory", "1");

        wire.cut();

        eventually("it is told", () -> log.lines().size() == 2);
        assertThat(log.lines().get(1)).isEqualTo(
                "Redis is down: OOM command not allowed when used memory > 'maxmemory'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "ERR Error running script (call to f_e0e1f9fabfc9d4800c877a703b823ac0578ff8db): @user_script:3: @user_script: 3: -OOM full.",
            "OOM full. script: e0e1f9fabfc9d4800c877a703b823ac0578ff8db, on @user_script:3." })
    void noVersionsWordsForAScriptAreTold(String error) {
        assertThat(Reason.of(new IllegalStateException(error))).isEqualTo("OOM full.");
    }

    @Test
    void anErrorIsAReply() {
        link.start();
        call(RedisCall.BEAT, Command.SET, "a", "text");

        for (int i = 0; i < 2 * RedisSender.SLOW_CALLS; i++) {
            assertThatThrownBy(() -> call(RedisCall.PUT, Command.INCR, "a")).hasMessageContaining("not an integer");
        }

        assertThat(link.isUp()).isTrue();
        assertThat(link.calls(RedisCall.PUT, Outcome.FAILED)).isEqualTo(2 * RedisSender.SLOW_CALLS);
    }

    @Test
    void oneThatTakesNoWritesIsLeftAlone() {
        link.onOpen((caller, afterGap) -> caller.send(Request.cmd(Command.SET).arg("a").arg("b")).mapEmpty());
        link.start();
        call(RedisCall.BEAT, Command.CONFIG, "SET", "maxmemory", "1");

        assertThatThrownBy(() -> call(RedisCall.WRITE, Command.SET, "a", "b")).hasMessageContaining("OOM");

        eventually("it is given up", () -> log.lines().size() == 2);
        assertIsNotAsked();
        assertThat(wire.connected()).as("not the same connection again").hasSize(2);
        eventually("none is left", () -> wire.open() == 0);
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
    void aScriptThatHasToBeSentHasNoMoreTimeThanAnother() {
        link.start();

        wire.delay((int) TIMEOUT.toMillis() * 7 / 10);

        assertThatThrownBy(() -> await(new Script("return 1").run(link.caller(RedisCall.PUT), List.of("key"))))
                .hasRootCauseInstanceOf(RedisUnavailableException.class);
        assertThat(link.calls(RedisCall.PUT, Outcome.TIMED_OUT)).isEqualTo(1);
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

package io.eventmanagement.reads;

import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.reads.CacheScene.STALE;
import static io.eventmanagement.reads.CacheScene.TTL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.eventmanagement.TestRedis;
import io.eventmanagement.reads.FakeSource.Down;
import io.eventmanagement.redis.RedisCall;
import io.eventmanagement.redis.RedisCall.Outcome;
import io.eventmanagement.redis.RedisLink;
import io.eventmanagement.redis.Script;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;

/** What one replica learns from others, by a real Redis. */
class SharedCacheTest {

    private static final Duration MUCH_LATER = Duration.ofSeconds(30);
    private static final AtomicInteger TESTS = new AtomicInteger();
    private static TestRedis redis;
    private static RedisLink link;
    private static RedisLink otherLink;

    private final String prefix = "test-" + TESTS.incrementAndGet();
    private final Replica one = new Replica(link, prefix).open(false);
    private final Replica other = new Replica(otherLink, prefix).open(false);

    @BeforeAll
    static void start() {
        redis = new TestRedis();
        link = Replica.link(redis);
        otherLink = Replica.link(redis);
        link.start();
        otherLink.start();
    }

    @AfterAll
    static void stop() {
        link.stop();
        otherLink.stop();
        redis.close();
    }

    private void known(String id, String value) {
        one.source.answers(any -> value);
        assertThat(one.read(id).value()).isEqualTo(value);
        one.settle();
    }

    private static void write(Replica replica, String id, boolean certain) {
        Replica.await(replica.shared.written(List.of(replica.shared.change(replica.kind, id, certain))));
    }

    private String key(String name) {
        return "{" + prefix + "}:1:" + name;
    }

    @Test
    void aReplicaAnswersFreshFromWhatAnotherFetched() {
        known("a", "value");

        Cached<String> read = other.read("a");

        assertThat(read.value()).isEqualTo("value");
        assertThat(read.use().others()).isTrue();
        assertThat(read.use().stale()).isFalse();
        assertThat(read.use().age().plus(read.use().ttl())).isEqualTo(TTL);
        assertThat(other.source.calls()).isZero();
        assertThat(other.read("a").use().others()).as("now it is known here").isFalse();
        assertThat(other.cache.counts().redis()).isEqualTo(1);
    }

    @Test
    void thatThereIsNoneIsSharedToo() {
        known("a", "none");

        assertThat(other.read("a").value()).isEqualTo("none");
        assertThat(other.source.calls()).isZero();
    }

    @Test
    void anAnswerIsAsOldAsItIsWhereverItWasFetched() {
        wasFetched("a", TTL.minusSeconds(2));
        wasFetched("b", TTL);

        Duration age = other.read("a").use().age();

        assertThat(age).isBetween(TTL.minusSeconds(2), TTL);
        other.source.answers(id -> "new");
        assertThat(other.read("b").value()).isEqualTo("new");
    }

    private long redisMillis() {
        Response time = one.redis(Command.TIME);
        return time.get(0).toLong() * 1_000 + time.get(1).toLong() / 1_000;
    }

    private long fetchedAt(String id) {
        return Long.parseLong(one.redis(Command.GETRANGE, key("t:" + id), "3", "15").toString());
    }

    @Test
    void anAnswerIsAsOldAsItIsHoweverLongRedisHasHungBeforeItWasPut() {
        Replica slow = new Replica(link, prefix, RedisCall.PUT).open(false);
        slow.source.answers(id -> "value");
        slow.read("a");
        long fetched = redisMillis();
        eventually("Redis' clock has gone on", () -> redisMillis() > fetched + 10);

        slow.held.letGo(0);
        slow.settle();

        assertThat(fetchedAt("a")).isLessThanOrEqualTo(fetched);
    }

    @Test
    void whatWasFetchedBeforeDoesNotTakeThePlaceOfWhatWasFetchedLater() {
        Replica slow = new Replica(link, prefix, RedisCall.PUT).open(false);
        slow.source.answers(id -> "earlier");
        slow.read("a");
        long fetched = redisMillis();
        eventually("Redis' clock has gone on", () -> redisMillis() > fetched + 10);
        other.source.answers(id -> "later");
        other.shared.log().beat(); // which asks for the time
        other.settle();
        other.read("a", Freshness.FETCHED).awaitItem();
        other.settle();

        slow.held.letGo(0);
        slow.settle();

        assertThat(one.read("a").value()).isEqualTo("later");
    }

    private void wasFetched(String id, Duration before) {
        long seconds = one.redis(Command.TIME).get(0).toLong();
        one.redis(Command.SET, key("t:" + id),
                "1fp" + (seconds * 1_000 - before.toMillis()) + other.shared.position().epoch() + "t" + id + "\nvalue");
    }

    @Test
    void whatIsOfATimeToComeIsNotFresh() {
        for (Duration ahead : List.of(Duration.ofSeconds(-30), Duration.ofHours(-1))) {
            wasFetched("a", ahead);
            Replica second = new Replica(otherLink, prefix).open(false);
            second.source.answers(id -> "new");

            assertThat(second.read("a").value()).isEqualTo("new");
            second.settle();
            assertThat(new Replica(link, prefix).open(false).read("a").value()).as("it took its place").isEqualTo("new");
        }
    }

    @Test
    void ofAnotherEpochNothingIsFresh() {
        long seconds = one.redis(Command.TIME).get(0).toLong();
        one.redis(Command.SET, key("t:a"), "1fp" + seconds + "000" + "0".repeat(16) + "ta\nvalue");

        other.source.answers(id -> "new");

        assertThat(other.read("a").value()).isEqualTo("new");
    }

    @Test
    void whileTheSourceIsDownTheLastGoodAnswerOfOthersIsServed() {
        known("a", "value");
        write(one, "a", false);
        other.source.circuit(CircuitBreakerState.OPEN, MUCH_LATER);

        Cached<String> read = other.read("a");

        assertThat(read.value()).isEqualTo("value");
        assertThat(read.use().stale()).isTrue();
        assertThat(read.use().others()).isTrue();
        assertThat(other.source.calls()).isZero();
    }

    @Test
    void whoHearsThatTheSourceIsDownServesTheLastGoodAnswerAtOnceAndTriesInTheBackground() {
        known("a", "value");
        write(one, "a", false);
        one.source.circuit(CircuitBreakerState.OPEN, MUCH_LATER);
        one.shared.log().beat();
        one.settle();

        Cached<String> read = other.read("a");

        assertThat(read.use().stale()).isTrue();
        eventually("it is tried", () -> other.source.calls() == 1);
        other.source.succeed(0, "new");
        assertThat(other.read("a").value()).isEqualTo("new");
    }

    /** And some time passes. */
    private void outdate(String id) {
        write(one, id, false);
        other.time.advance(TTL);
    }

    private void otherIsSick() {
        one.source.circuit(CircuitBreakerState.OPEN, MUCH_LATER);
        one.shared.log().beat();
        one.settle();
    }

    @Test
    void whoseOwnCallHasSucceededDoesNotBelieveAnotherThatTheSourceIsDown() {
        other.source.answers(id -> "old");
        other.read("a");
        other.read("b");
        otherIsSick();
        outdate("a");
        outdate("b");
        assertThat(other.read("a").use().stale()).as("it is heard, and nothing contradicts it").isTrue();
        other.source.answers(id -> "new");

        assertThat(other.read("b").value()).as("the background's call has succeeded").isEqualTo("new");
        outdate("b");
        assertThat(other.read("b").use().stale()).as("long after, too").isFalse();
    }

    @Test
    void whoseOwnCallHasSucceededJustBeforeDoesNotBelieveAnotherThatTheSourceIsDown() {
        known("a", "value");
        write(one, "a", false);
        other.source.answers(id -> "new");
        other.read("b");
        other.time.advance(OutagesElsewhere.LIFE);
        otherIsSick();

        assertThat(other.read("a").value()).isEqualTo("new");
    }

    @Test
    void whoseOwnCallFailsBelievesAnotherThatTheSourceIsDown() {
        other.source.answers(id -> "old");
        other.read("a");
        otherIsSick();
        other.read("b");
        other.source.fails();
        other.read("c", Freshness.ANY).awaitFailure();
        outdate("a");

        Cached<String> read = other.read("a");

        assertThat(read.use().stale()).isTrue();
        assertThat(other.source.calls()).as("it is tried in the background").isEqualTo(4);
        assertThat(other.cache.counts().misses()).as("not for the reader").isEqualTo(3);
    }

    @Test
    void nobodyHearsItsOwnReport() {
        one.source.answers(id -> "old");
        one.read("a");
        otherIsSick();
        one.source.circuit(CircuitBreakerState.CLOSED, Duration.ZERO);
        one.source.answers(id -> "new");
        write(other, "a", false);
        one.time.advance(TTL);

        assertThat(one.read("a").value()).isEqualTo("new");
    }

    @Test
    void whatWasWrittenIsGoneEverywhere() {
        known("a", "value");
        assertThat(other.read("a").value()).isEqualTo("value");

        write(one, "a", true);

        other.source.answers(id -> "new");
        assertThat(other.read("a").value()).isEqualTo("new");
        assertThat(other.read("b").value()).isEqualTo("new");
    }

    @Test
    void aLookUpThatIsAnsweredAfterAWriteWasLearntOfBringsNothingBack() {
        known("a", "old");
        Replica slow = new Replica(otherLink, prefix, RedisCall.LOOK_UP).open(false);
        slow.source.answers(id -> "new");
        slow.read("a", Freshness.ANY);
        slow.settle();
        write(one, "a", true);
        UniAssertSubscriber<Cached<String>> after = slow.read("a", Freshness.ANY);
        slow.settle();

        slow.held.letGo(0);
        slow.settle();
        slow.held.letGo(0);

        assertThat(after.awaitItem().getItem().value()).isEqualTo("new");
    }

    @Test
    void allThatIsWantedAtOnceIsOneCall() {
        IntStream.range(0, 50).forEach(i -> known("k" + i, "value"));
        BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
        Visit visit = other.shared.visit(Runnable::run, later::add);
        long before = otherLink.calls(RedisCall.LOOK_UP, Outcome.OK);

        List<UniAssertSubscriber<LookUps.Found>> found = IntStream.range(0, 50)
                .mapToObj(i -> visit.lookUp(other.kind, new Key(other.kind.kind(), "k" + i)).subscribe()
                        .withSubscriber(UniAssertSubscriber.<LookUps.Found> create()))
                .toList();
        later.remove().run();
        eventually("the reply is there", () -> later.size() == 50);
        assertThat(other.store.entries(other.kind.kind())).as("it is read where it is wanted").isZero();
        later.forEach(Runnable::run);

        assertThat(found).allSatisfy(one -> assertThat(one.awaitItem().getItem()).isEqualTo(LookUps.Found.FOUND));
        assertThat(otherLink.calls(RedisCall.LOOK_UP, Outcome.OK)).isEqualTo(before + 1);
    }

    @Test
    void whatAnotherFetchesJustNowIsWaitedFor() {
        UniAssertSubscriber<Cached<String>> first = one.read("a", Freshness.ANY);
        eventually("it is asked for", () -> one.source.calls() == 1);
        UniAssertSubscriber<Cached<String>> second = other.read("a", Freshness.ANY);
        UniAssertSubscriber<Cached<String>> third = one.read("a", Freshness.ANY);
        other.settle();

        one.source.succeed(0, "value");

        assertThat(first.awaitItem().getItem().value()).isEqualTo("value");
        assertThat(third.awaitItem().getItem().use().shared()).as("its own replica's call is joined").isTrue();
        assertThat(second.awaitItem().getItem().use().others()).isTrue();
        assertThat(other.source.calls()).isZero();
    }

    @Test
    void whatAnotherFailedToFetchIsFetchedAtOnce() {
        UniAssertSubscriber<Cached<String>> first = one.read("a", Freshness.ANY);
        eventually("it is asked for", () -> one.source.calls() == 1);
        UniAssertSubscriber<Cached<String>> second = other.read("a", Freshness.ANY);
        other.source.answers(id -> "value");
        other.settle();
        assertThat(other.source.calls()).isZero();

        one.source.fail(0, new Down());

        first.awaitFailure();
        assertThat(second.awaitItem().getItem().value()).isEqualTo("value");
    }

    private boolean isLeftToSomebody(String id) {
        return one.redis(Command.EXISTS, key("c:t" + id)).toInteger() == 1;
    }

    @Test
    void whatIsNotFetchedSinceItsReaderLeftIsLeftToOthers() {
        Replica slow = new Replica(otherLink, prefix, RedisCall.LOOK_UP).open(false);
        UniAssertSubscriber<Cached<String>> read = slow.read("a", Freshness.ANY);
        eventually("it looks", () -> slow.held.count() == 1);
        slow.settle();
        assertThat(one.redis(Command.PERSIST, key("c:ta")).toInteger()).isEqualTo(1);

        read.cancel();
        slow.held.letGo(0);
        slow.settle();

        assertThat(isLeftToSomebody("a")).isFalse();
        assertThat(slow.source.calls()).isZero();
    }

    @Test
    void whatIsNotFetchedSinceThereWasNoRoomIsLeftToOthers() {
        Replica narrow = new Replica(otherLink, prefix, 1).open(false);
        narrow.read("first", Freshness.ANY);
        eventually("there is no room", () -> narrow.source.calls() == 1);
        UniAssertSubscriber<Cached<String>> second = narrow.read("a", Freshness.ANY);
        eventually("it waits for its turn", () -> narrow.bulkhead.waiting() == 1);
        one.redis(Command.PERSIST, key("c:ta"));

        second.cancel();
        narrow.settle();

        assertThat(isLeftToSomebody("a")).isFalse();
    }

    @Test
    void whatIsNotFetchedSinceTheSourceIsDownIsLeftToOthers() {
        known("a", "value");
        one.redis(Command.DEL, key("t:a"));
        one.source.circuit(CircuitBreakerState.OPEN, MUCH_LATER);
        one.time.advance(TTL);

        assertThat(one.read("a").use().stale()).isTrue();
        one.settle();

        assertThat(isLeftToSomebody("a")).isFalse();
    }

    @Test
    void whatIsNotPutSinceThereIsTooMuchIsLeftToOthers() {
        Replica slow = new Replica(link, prefix, RedisCall.PUT).open(false);
        Position now = slow.shared.position();
        one.redis(Command.SET, key("c:tk1000"), "");

        IntStream.range(0, 1_001).forEach(i -> slow.shared.put(slow.kind, new Key(slow.kind.kind(), "k" + i), "value", now));

        assertThat(slow.held.count()).isEqualTo(1_001);
        slow.held.letGo(1_000);
        slow.settle();
        assertThat(isLeftToSomebody("k1000")).isFalse();
    }

    @Test
    void whatCouldNotBePutIsLeftToOthers() {
        Replica slow = new Replica(link, prefix, RedisCall.PUT).open(false);
        one.redis(Command.SET, key("c:ta"), "");
        slow.shared.put(slow.kind, new Key(slow.kind.kind(), "a"), "value", slow.shared.position());

        slow.held.fail(0);
        slow.held.letGo(0);
        slow.settle();

        assertThat(isLeftToSomebody("a")).isFalse();
    }

    @Test
    void whoIsInAHurryDoesNotWaitForWhatAnotherFetches() {
        one.read("a", Freshness.ANY);
        eventually("it is asked for", () -> one.source.calls() == 1);
        other.source.answers(id -> "value");
        long lookUpsBefore = otherLink.calls(RedisCall.LOOK_UP, Outcome.OK);

        UniAssertSubscriber<Cached<String>> second = other.cache.get("a", other.request(Freshness.ANY).inHurry(), other.source)
                .subscribe().withSubscriber(UniAssertSubscriber.create());

        assertThat(second.awaitItem().getItem().value()).isEqualTo("value");
        assertThat(otherLink.calls(RedisCall.LOOK_UP, Outcome.OK)).isEqualTo(lookUpsBefore + 1);
    }

    @Test
    void whatIsNeverFreshIsNotWaitedFor() {
        CacheKind<String> kind = CacheScene.kind(Duration.ZERO, STALE);
        Replica first = new Replica(link, prefix, kind).open(false);
        first.read("a", Freshness.ANY);
        eventually("it is asked for", () -> first.source.calls() == 1);
        Replica second = new Replica(otherLink, prefix, kind).open(false);
        second.source.answers(id -> "value");
        long before = otherLink.calls(RedisCall.LOOK_UP, Outcome.OK);

        assertThat(second.read("a").value()).isEqualTo("value");

        assertThat(otherLink.calls(RedisCall.LOOK_UP, Outcome.OK)).isEqualTo(before + 1);
    }

    @Test
    void whatIsNeverFreshIsLookedUpOnlyWhereNothingIsKnown() {
        Replica replica = new Replica(otherLink, prefix, CacheScene.kind(Duration.ZERO, STALE)).open(false);
        replica.source.answers(id -> "value");
        replica.read("a");
        long before = otherLink.calls(RedisCall.LOOK_UP, Outcome.OK);

        replica.read("a");

        assertThat(replica.source.calls()).isEqualTo(2);
        assertThat(otherLink.calls(RedisCall.LOOK_UP, Outcome.OK)).isEqualTo(before);
    }

    @Test
    void whatIsNeverFreshIsPutAtOnceAfterItWasWritten() {
        CacheKind<String> kind = CacheScene.kind(Duration.ZERO, STALE);
        Replica first = new Replica(link, prefix, kind).open(false);
        Replica second = new Replica(otherLink, prefix, kind).open(false);
        first.source.answers(id -> "old");
        first.read("a");
        first.settle();
        write(first, "a", true);
        first.source.answers(id -> "new");
        first.read("a");
        first.settle();

        second.source.circuit(CircuitBreakerState.OPEN, MUCH_LATER);

        assertThat(second.read("a").value()).isEqualTo("new");
    }

    @Test
    void howeverOftenItIsWrittenItIsPutTwiceASecondAtMost() {
        Replica first = new Replica(link, prefix, CacheScene.kind(Duration.ZERO, STALE)).open(false);
        first.source.answers(id -> "value");
        long before = link.calls(RedisCall.PUT, Outcome.OK);

        for (int i = 0; i < 10; i++) {
            first.read("a");
            first.settle();
            write(first, "a", true);
        }

        assertThat(link.calls(RedisCall.PUT, Outcome.OK) - before).isEqualTo(2);
    }

    @Test
    void anotherThatTakesTooLongIsNotWaitedFor() {
        one.read("a", Freshness.ANY);
        eventually("it is asked for", () -> one.source.calls() == 1);
        UniAssertSubscriber<Cached<String>> second = other.read("a", Freshness.ANY);
        other.source.answers(id -> "value");
        other.settle();

        other.time.advance(LookUps.OTHERS);

        assertThat(second.awaitItem().getItem().value()).isEqualTo("value");
    }

    @Test
    void whatAnotherRefreshedIsNotRefreshedAgain() {
        known("a", "value");
        other.read("a");
        other.time.advance(TTL.multipliedBy(9).dividedBy(10));
        one.source.answers(id -> "new");
        one.read("a", Freshness.FETCHED).awaitItem();
        one.settle();

        assertThat(other.read("a").value()).isEqualTo("value");
        other.settle();

        assertThat(other.read("a").value()).isEqualTo("new");
        assertThat(other.source.calls()).isZero();
    }

    @Test
    void afterAGapNothingThatWasFetchedBeforeIsFresh() {
        known("a", "value");
        known("b", "value");
        assertThat(other.read("a").value()).isEqualTo("value");
        other.time.advance(Duration.ofSeconds(1));

        other.open(true);

        other.source.answers(id -> "new");
        assertThat(other.read("a").value()).as("known here").isEqualTo("new");
        assertThat(other.read("b").value()).as("known in Redis").isEqualTo("new");
        assertThat(other.cache.counts().redis()).isEqualTo(1);
    }

    @Test
    void afterAGapTheLastGoodAnswersAreStillThereButForWhatWasWritten() {
        known("a", "value");
        known("b", "value");
        other.read("a");
        other.read("b");
        other.time.advance(Duration.ofSeconds(1));
        write(one, "b", true);

        other.open(true);

        other.source.circuit(CircuitBreakerState.OPEN, MUCH_LATER);
        assertThat(other.read("a").use().stale()).isTrue();
        other.source.fails();
        other.read("b", Freshness.ANY).awaitFailure();
    }

    @Test
    void ofARedisThatLostItsLogNothingIsFresh() {
        known("a", "value");
        known("b", "value");
        other.read("a");
        other.time.advance(Duration.ofSeconds(1));

        one.redis(Command.DEL, key("writes"));

        other.source.answers(id -> "new");
        assertThat(other.read("a").value()).isEqualTo("new");
        assertThat(other.read("b").value()).isEqualTo("new");
        assertThat(new Replica(link, prefix).open(false).shared.position().epoch()).isEqualTo(other.shared.position().epoch());
    }

    @Test
    void anAddThatMeetsARedisThatLostItsLogIsNotMissingFromStaleAnswers() {
        known("a", "value");
        known("b", "value");
        other.read("a");
        other.read("b");
        other.time.advance(Duration.ofSeconds(1));
        one.redis(Command.DEL, key("writes"));

        write(one, "b", true);

        other.source.circuit(CircuitBreakerState.OPEN, MUCH_LATER);
        assertThat(other.read("a").use().stale()).isTrue();
        other.source.fails();
        other.read("b", Freshness.ANY).awaitFailure();
    }

    @Test
    void aLogThatIsNoneIsReplaced() {
        List<Runnable> spoilt = List.of(
                () -> one.redis(Command.SET, key("writes"), "text"),
                () -> one.redis(Command.HSET, key("writes"), "seq", "many"),
                () -> one.redis(Command.HSET, key("writes"), "seq", "9007199254740992"),
                () -> one.redis(Command.HSET, key("writes"), "low", "-9007199254740992"),
                () -> one.redis(Command.HDEL, key("writes"), "low"),
                () -> one.redis(Command.HSET, key("writes"), "epoch", "x"),
                () -> one.redis(Command.HSET, key("writes"), "cleared", "9000000000000000"));
        for (Runnable spoil : spoilt) {
            write(one, "a", true);
            spoil.run();

            write(one, "b", true);

            assertThat(one.redis(Command.HGET, key("writes"), "seq").toInteger()).isEqualTo(1);
            one.redis(Command.DEL, key("writes"));
            write(one, "a", true);
            spoil.run();
            assertThat(new Replica(link, prefix).open(false).shared.position().sequence()).isZero();
        }
    }

    @Test
    void whoIsTooFarBehindTakesNothingForFresh() {
        known("a", "value");
        other.read("a");
        other.time.advance(Duration.ofSeconds(1));

        writeMany(WriteLog.MOST_BEHIND);
        assertThat(other.read("a").value()).as("that isn't too far").isEqualTo("value");
        writeMany(WriteLog.MOST_BEHIND + 1);

        other.source.answers(id -> "new");
        assertThat(other.read("a").value()).isEqualTo("new");
    }

    private void writeMany(int entries) {
        for (int left = entries; left > 0; left -= 500) {
            Replica.await(one.shared.written(IntStream.range(0, Math.min(left, 500))
                    .mapToObj(i -> one.shared.change(one.kind, "w" + i, true)).toList()));
        }
    }

    @Test
    void theLogIsBounded() {
        List<Change> changes = IntStream.range(0, 1_000).mapToObj(i -> one.shared.change(one.kind, "w" + i, true)).toList();

        for (int i = 0; i < 22; i++) {
            Replica.await(one.shared.written(changes));
        }

        assertThat(one.redis(Command.HLEN, key("writes")).toInteger()).isEqualTo(5 + SharedScripts.KEPT + 1_000);
        assertThat(one.redis(Command.HGET, key("writes"), "seq").toInteger()).isEqualTo(22_000);
    }

    @Test
    void everythingHasAnEnd() {
        known("a", "value");
        write(one, "b", true);

        assertThat(one.redis(Command.KEYS, "{" + prefix + "}:*")).hasSize(2).allSatisfy(
                key -> assertThat(one.redis(Command.PTTL, key.toString()).toLong()).isPositive());
        assertThat(one.redis(Command.PTTL, key("t:a")).toLong()).isLessThanOrEqualTo(STALE.toMillis());
    }

    @Test
    void whatCannotBeReadIsNoValue() {
        for (String garbage : List.of("", "1", "2fp" + "1".repeat(29), "x".repeat(100),
                "1fp" + "9".repeat(13) + "0".repeat(16), "1fp" + "9".repeat(13) + "0".repeat(16) + "ta\nfuture")) {
            one.redis(Command.SET, key("t:a"), garbage);
            other.source.answers(id -> "fetched");

            assertThat(other.read("a", Freshness.ANY).awaitItem().getItem().value()).as(garbage).isEqualTo("fetched");
            other.cache.drop("a");
        }
    }

    @Test
    void whatIsTooLongIsNotShared() {
        known("a", "x".repeat(SharedCache.LONGEST));
        known("b", "x".repeat(SharedCache.LONGEST + 1));

        assertThat(one.redis(Command.EXISTS, key("t:a")).toInteger()).isEqualTo(1);
        assertThat(one.redis(Command.EXISTS, key("t:b"), key("c:tb")).toInteger()).isZero();
    }

    @Test
    void ofAFullRedisWhatIsThereIsFound() {
        try (TestRedis full = new TestRedis()) {
            RedisLink own = Replica.link(full);
            own.start();
            Replica replica = new Replica(own, prefix).open(false);
            replica.source.answers(id -> "value");
            replica.read("a");
            replica.settle();
            replica.store.clear();
            replica.redis(Command.CONFIG, "SET", "maxmemory", "1");
            Visit visit = replica.shared.visit(Runnable::run, Runnable::run);

            assertThat(visit.lookUp(replica.kind, new Key(replica.kind.kind(), "b")).await().indefinitely())
                    .isEqualTo(LookUps.Found.NOT_FOUND);
            assertThat(visit.lookUp(replica.kind, new Key(replica.kind.kind(), "a")).await().indefinitely())
                    .isEqualTo(LookUps.Found.FOUND);
            own.stop();
        }
    }

    @Test
    void whatSomebodyElsePutInThePlaceOfAValueIsReplaced() {
        for (boolean certain : List.of(true, false)) {
            one.redis(Command.RPUSH, key("t:a"), "a list");

            write(one, "a", certain);

            assertThat(one.redis(Command.EXISTS, key("t:a")).toInteger()).isZero();
        }
        one.redis(Command.RPUSH, key("t:a"), "a list");
        known("a", "value");
        assertThat(other.read("a").value()).isEqualTo("value");
        assertThat(other.source.calls()).isZero();
    }

    @Test
    void aValueOfAnotherIdIsNone() {
        known("a", "value of a");
        one.redis(Command.RENAME, key("t:a"), key("t:b"));
        other.source.answers(id -> "value of " + id);

        assertThat(other.read("b").value()).isEqualTo("value of b");
    }

    @Test
    void allWaitsOfARequestForRedisHaveOneBudget() {
        Replica slow = new Replica(otherLink, prefix, RedisCall.CATCH_UP, RedisCall.LOOK_UP).open(false);
        slow.source.answers(id -> "fetched");
        ClientRequest request = slow.request(Freshness.ANY);
        UniAssertSubscriber<Cached<String>> read = slow.read("a", request);
        assertThat(slow.alarms).singleElement().extracting(Replica.Alarm::delay).isEqualTo(otherLink.patience());

        slow.time.advance(Duration.ofSeconds(5));
        slow.held.letGo(0);
        eventually("it is looked up", () -> slow.held.count() == 1);
        UniAssertSubscriber<Cached<String>> more = slow.read("b", request);

        assertThat(slow.alarms).as("one for all look-ups").singleElement().extracting(Replica.Alarm::delay)
                .isEqualTo(otherLink.patience().minusSeconds(5));
        slow.alarms.get(0).task().run();
        assertThat(read.awaitItem().getItem().value()).isEqualTo("fetched");
        assertThat(more.awaitItem().getItem().value()).isEqualTo("fetched");
        int before = slow.held.count();
        assertThat(slow.read("c", request).awaitItem().getItem().value()).isEqualTo("fetched");
        assertThat(slow.held.count()).as("Redis isn't asked any more").isEqualTo(before);
    }

    @Test
    void theWaitForAnothersFetchIsNotRedis() {
        one.read("a", Freshness.ANY);
        eventually("it is asked for", () -> one.source.calls() == 1);
        Replica slow = new Replica(otherLink, prefix, RedisCall.LOOK_UP).open(false);
        slow.read("a", Freshness.ANY);
        for (int looks = 0; looks < 3; looks++) {
            eventually("it looks", () -> slow.held.count() == 1);
            assertThat(slow.alarms).singleElement().extracting(Replica.Alarm::delay).isEqualTo(otherLink.patience());
            slow.time.advance(Duration.ofMillis(100));
            slow.held.letGo(0);
        }
    }

    @Test
    void whatCouldNotBeToldIsToldBeforeRedisIsUpAgain() {
        known("a", "value");
        other.read("a");
        RedisLink gone = Replica.link(redis);
        Replica third = new Replica(gone, prefix);
        Replica.await(third.shared.written(List.of(third.shared.change(third.kind, "a", true))));
        assertThat(other.read("a").value()).isEqualTo("value");

        gone.onOpen(third.shared.log());
        gone.start();

        other.source.answers(id -> "new");
        assertThat(other.read("a").value()).isEqualTo("new");
        gone.stop();
    }

    @Test
    void whatIsWrittenWhileRedisIsTakenUpIsToldBeforeItIsUp() {
        known("a", "value");
        other.read("a");
        RedisLink coming = Replica.link(redis);
        Replica third = new Replica(coming, prefix);
        write(third, "b", true);
        AtomicInteger calls = new AtomicInteger();
        Script.Caller addsMeanwhile = (request, again) -> {
            if (calls.incrementAndGet() == 2) {
                write(third, "a", true);
            }
            return link.caller(RedisCall.OPEN).send(request, again);
        };

        Replica.await(third.shared.log().open(addsMeanwhile, false));

        other.source.answers(id -> "new");
        assertThat(other.read("a").value()).isEqualTo("new");
    }

    @Test
    void whatALookUpBringsBackWhileAWriteIsToldIsDroppedAgain() {
        known("a", "old");
        Replica slow = new Replica(otherLink, prefix, RedisCall.WRITE).open(false);
        slow.cache.drop("a");
        Future<Void> told = slow.shared.written(List.of(slow.shared.change(slow.kind, "a", true)));
        assertThat(slow.read("a").value()).as("event.com has acknowledged it, this replica hasn't").isEqualTo("old");

        slow.held.letGo(0);
        Replica.await(told);

        assertThat(slow.store.<String> find(new Key(slow.kind.kind(), "a"))).isNull();
    }

    @Test
    void anOperatorClearsAllReplicas() {
        known("a", "value");
        known("b", "value");
        other.read("a");

        Replica.await(one.shared.log().forget());

        other.source.circuit(CircuitBreakerState.OPEN, MUCH_LATER);
        other.source.fails();
        other.read("a", Freshness.ANY).awaitFailure();
        other.read("b", Freshness.ANY).awaitFailure();
    }

    @Test
    void whatAnOperatorClearedStaysSoThoughRedisLosesItsLog() {
        known("b", "value");
        Replica.await(one.shared.log().forget());
        other.open(true);

        one.redis(Command.DEL, key("writes"));
        other.open(true);

        Replica third = new Replica(link, prefix).open(false);
        third.source.circuit(CircuitBreakerState.OPEN, MUCH_LATER);
        third.source.fails();
        third.read("b", Freshness.ANY).awaitFailure();
    }

    @Test
    void whatAnOperatorClearsWhileRedisIsDownIsClearedWhenItIsBack() {
        known("a", "value");
        known("b", "value");
        other.read("a");
        RedisLink gone = Replica.link(redis);
        Replica third = new Replica(gone, prefix);
        third.shared.log().forget();
        third.shared.written(IntStream.range(0, 1_001).mapToObj(i -> third.shared.change(third.kind, "w" + i, true)).toList());

        gone.onOpen(third.shared.log());
        gone.start();

        other.source.fails();
        other.read("a", Freshness.ANY).awaitFailure();
        other.read("b", Freshness.ANY).awaitFailure();
        gone.stop();
    }

    @Test
    void whatAnOperatorClearsWhileRedisIsSlowIsClearedWithTheNextBeat() {
        known("a", "value");
        Replica slow = new Replica(otherLink, prefix, RedisCall.WRITE).open(false);
        slow.shared.log().forget();
        slow.held.fail(0);

        slow.shared.log().beat();
        slow.held.letGo(0);
        slow.settle();

        slow.source.fails();
        slow.read("a", Freshness.ANY).awaitFailure();
    }

    @Test
    void longIdsAreNotSharedAndAWriteToOneOutdatesAll() {
        String id = "x".repeat(201);
        known(id, "value");
        known("a", "value");
        other.read("a");
        other.time.advance(Duration.ofSeconds(1));

        write(one, id, true);

        other.source.answers(any -> "new");
        assertThat(other.read(id).value()).isEqualTo("new");
        assertThat(other.read("a").value()).isEqualTo("new");
    }

    @Test
    void aReadThatRedisDoesNotAnswerInTimeGoesOnWithoutAndAsksNoMore() {
        TestRedis hanging = new TestRedis();
        RedisLink impatient = Replica.link(hanging, Duration.ofMillis(50));
        Replica replica = new Replica(impatient, prefix);
        impatient.onOpen(replica.shared.log());
        impatient.start();
        replica.source.answers(id -> "fetched");

        hanging.hang();

        assertThat(replica.read("a").value()).isEqualTo("fetched");
        assertThat(impatient.calls(RedisCall.LOOK_UP, Outcome.TIMED_OUT)).isZero();
        impatient.stop();
        hanging.close();
    }
}

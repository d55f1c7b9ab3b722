package io.eventmanagement.dashboard;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.TestRedis;
import io.eventmanagement.dashboard.Roster.Replica;
import io.eventmanagement.redis.RedisLink;
import io.eventmanagement.settings.Configured;
import io.eventmanagement.settings.RedisConfig;
import io.eventmanagement.time.Time;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/** Two replicas with a real Redis. */
class RosterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final TestRedis redis = new TestRedis();
    private final RedisLink link = link();
    private final RedisLink otherLink = link();
    private final Roster one = roster(link);
    private final Roster other = roster(otherLink);

    private RedisLink link() {
        return new RedisLink(() -> Redis.createClient(vertx, redis.url()), PATIENCE, PATIENCE, vertx, Time.SYSTEM);
    }

    private static Roster roster(RedisLink link) {
        Roster roster = new Roster(link, Configured.with(Map.of()).getConfigMapping(RedisConfig.class));
        link.start();
        return roster;
    }

    @AfterEach
    void stop() {
        link.stop();
        otherLink.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redis.close();
    }

    private List<String> heardByOne() {
        return one.all().stream().map(Replica::name).sorted().toList();
    }

    @Test
    void eachHearsOfTheOthersUntilTheyLeave() {
        one.tell("well", "pod a");
        other.tell("degraded", "pod-b");

        eventually("one hears of both", () -> heardByOne().equals(List.of("pod a", "pod-b")));
        assertThat(one.all()).allMatch(replica -> !replica.isMissing());
        assertThat(one.all()).filteredOn(Replica::isThis).singleElement()
                .satisfies(replica -> assertThat(replica.state()).isEqualTo("well"));

        other.leave();

        eventually("one hears of itself alone", () -> heardByOne().equals(List.of("pod a")));
    }

    @Test
    void oneThatIsNotHeardAnyMoreIsMissing() {
        one.tell("well", "a");
        other.tell("well", "b");
        eventually("one hears of both", () -> heardByOne().size() == 2);

        otherLink.stop();

        eventually("it is missing",
                () -> one.all().stream().anyMatch(replica -> replica.isMissing() && replica.name().equals("b")));
    }

    @Test
    void nobodyIsHeardWhereThereIsNoRedis() {
        Roster alone = roster(new RedisLink(null, PATIENCE, PATIENCE, vertx, Time.SYSTEM));
        alone.tell("well", "a");

        assertThat(alone.all()).isEmpty();
        alone.leave();
    }
}

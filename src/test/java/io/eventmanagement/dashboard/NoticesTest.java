package io.eventmanagement.dashboard;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.eventmanagement.TestPostgres;
import io.eventmanagement.TestRedis;
import io.eventmanagement.dashboard.Roster.Replica;
import io.eventmanagement.database.Database;
import io.eventmanagement.database.Databases;
import io.eventmanagement.redis.RedisLink;
import io.eventmanagement.settings.Configured;
import io.eventmanagement.settings.RedisConfig;
import io.eventmanagement.time.Time;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/** Two replicas that share a real Redis, or a real PostgreSQL. */
class NoticesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<AutoCloseable> opened = new ArrayList<>();

    private enum Where {
        REDIS,
        DATABASE
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private List<Roster> two(Where where) {
        return where == Where.REDIS ? ofRedis() : ofADatabase();
    }

    private List<Roster> ofRedis() {
        Vertx vertx = Vertx.vertx();
        TestRedis redis = new TestRedis();
        List<Roster> two = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            RedisLink link = new RedisLink(() -> Redis.createClient(vertx, redis.url()), PATIENCE, PATIENCE, vertx,
                    Time.SYSTEM);
            link.start();
            opened.add(link::stop);
            two.add(new Roster(
                    new RedisNotices(link, Configured.with(Map.of()).getConfigMapping(RedisConfig.class))));
        }
        opened.add(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
        opened.add(redis::close);
        return two;
    }

    private List<Roster> ofADatabase() {
        TestPostgres postgres = new TestPostgres();
        Databases databases = new Databases();
        opened.add(databases);
        opened.add(postgres);
        List<Roster> two = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Database database = databases.begin(postgres, 2);
            eventually("it is up", database::isUp);
            two.add(new Roster(new DatabaseNotices(database)));
        }
        postgres.execute("insert into dashboard select gen_random_uuid(), 'old', 'well', now() - interval '16 minutes' "
                + "from generate_series(1, 150)");
        return two;
    }

    @ParameterizedTest
    @EnumSource
    void eachHearsOfTheOtherUntilItLeaves(Where where) {
        List<Roster> two = two(where);
        Roster one = two.get(0);
        Roster other = two.get(1);
        one.tell("well", "pod a");
        other.tell("degraded", "pod-b");

        eventually("one hears of both", () -> {
            other.beat();
            one.beat();
            return heardBy(one).equals(List.of("pod a", "pod-b"));
        });
        assertThat(one.all()).allMatch(replica -> !replica.isMissing());
        assertThat(one.all()).filteredOn(replica -> !replica.isThis()).singleElement()
                .satisfies(replica -> assertThat(replica.state()).isEqualTo("degraded"));

        other.leave();

        eventually("one hears of itself alone", () -> {
            one.beat();
            return heardBy(one).equals(List.of("pod a"));
        });
    }

    private static List<String> heardBy(Roster one) {
        return one.all().stream().map(Replica::name).sorted().toList();
    }
}

package io.eventmanagement.legacy;

import static io.eventmanagement.Eventually.eventually;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.eventmanagement.RedisResource;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;

/** The service with a real Redis; the test is the other replica. */
@QuarkusTest
@TestProfile(SharedAnswersTest.WithRedis.class)
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
class SharedAnswersTest extends UpstreamTest {

    public static class WithRedis extends WireMockUpstream {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new TreeMap<>(super.getConfigOverrides());
            overrides.put("cache.user-ttl-ms", "30000");
            overrides.put("rate-limit.requests", "1000");
            overrides.put("rate-limit.window-ms", "100000");
            return overrides;
        }
    }

    private static final String KEYS = "{event-management}:1:";

    RedisResource redis;

    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    /** As it is of a user that this replica knows. */
    private void knownToAnotherReplica(String user, String as) {
        eventually("it is shared", () -> redis.call(Command.EXISTS, KEYS + "u:" + as).toInteger() == 1);
        String value = redis.call(Command.GET, KEYS + "u:" + as).toString();
        redis.call(Command.SET, KEYS + "u:" + user, value.replace("u" + as + "\n", "u" + user + "\n"));
    }

    @Test
    void whatAnotherReplicaFetchedIsAnsweredFromRedis() {
        givenUser("1", "a");
        givenEvent("a", json("{\"id\":1}"));
        request().get("/getEventsByUserId/1");
        knownToAnotherReplica("2", "1");

        Response read = request().get("/getEventsByUserId/2");

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.asString()).isEqualTo("[{\"id\":1}]");
        assertThat(read.header("Cache-Status")).matches("event-management; hit; ttl=\\d+; detail=shared");
        assertThat(read.header("Age")).matches("\\d+");
        assertThat(calls("/getUserById/2")).isZero();
    }

    @Test
    void whatIsAddedIsTakenAwayFromRedisBeforeTheAnswer() {
        givenUser("1", "a");
        givenEvent("a", json("{\"id\":1}"));
        givenAdd(json(ADDED));
        request().get("/getEventsByUserId/1");
        knownToAnotherReplica("1", "1");

        Response added = request().contentType("application/json").body("{\"name\":\"n\",\"userId\":\"1\"}").post("/addEvent");

        assertThat(added.statusCode()).isEqualTo(200);
        assertThat(redis.call(Command.EXISTS, KEYS + "u:1").toInteger()).isZero();
    }

    @Test
    void anAddDoesNotWaitForTheUserThatAnotherReplicaFetches() {
        givenUser("3");
        givenAdd(json(ADDED));
        redis.call(Command.SET, KEYS + "c:u3", "", "PX", "60000");
        int before = lookUps();

        Response added = request().contentType("application/json").body("{\"name\":\"n\",\"userId\":\"3\"}").post("/addEvent");

        assertThat(added.statusCode()).isEqualTo(200);
        assertThat(lookUps()).isEqualTo(before + 1);
    }

    private int lookUps() {
        return get(metrics).asString().lines().filter(line -> line.startsWith("redis_calls_total{call=\"look-up\""))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    @Test
    void limitsAreCountedInRedisAndBodiesOutliveTheWaitForIt() {
        givenUser("1");
        givenAdd(json(ADDED));

        Response added = request().contentType("application/json").body("{\"name\":\"n\",\"userId\":\"1\"}").post("/addEvent");

        assertThat(added.statusCode()).as(added.asString()).isEqualTo(200);
        assertThat(added.header("RateLimit")).startsWith("\"default\";r=");
        assertThat(redis.call(Command.KEYS, KEYS + "r:*").size()).isEqualTo(1);
    }

    @Test
    void operatorsSeeIt() {
        request().get("/getEventsByUserId/1");

        assertThat(get(ready).jsonPath().getString("checks.find { it.name == 'redis' }.data.state")).isEqualTo("up");
        assertThat(get(metrics).asString()).contains("redis_up 1.0")
                .contains("cache_answers_total{kind=\"users\",level=\"redis\"}");
    }
}

package io.eventmanagement.dashboard;

import static io.eventmanagement.Eventually.eventually;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WithExtras;
import io.eventmanagement.circuit.CircuitTransition;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.dashboard.Stream.Message;
import io.eventmanagement.time.VirtualTime;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

@QuarkusTest
@TestProfile(WithExtras.class)
class DashboardTest extends UpstreamTest {

    private static final List<String> FILES = List.of(Page.FILES).subList(1, Page.FILES.length);

    private static final Duration PACE = Duration.ofMillis(50);

    private static final String BODY = "{\"name\":\"n\",\"userId\":\"1\"}";

    @TestHTTPResource(value = "/dashboard", management = true)
    URL page;

    private JsonObject data() {
        return new JsonObject(get(page + "/data").asString());
    }

    private static JsonObject named(JsonArray all, String name) {
        return all.stream().map(JsonObject.class::cast).filter(one -> one.getString("name").equals(name)).findFirst()
                .orElse(null);
    }

    // ---- The page ----

    @Test
    void thePageMayLoadNothingFromElsewhereAndRunNothingThatStandsInIt() {
        Response answer = get(page);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'").contains("script-src 'self'")
                .contains("style-src 'self'").contains("frame-ancestors 'none'").doesNotContain("unsafe")
                .doesNotContain("http");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.asString()).doesNotContain("style=").doesNotContain("http://").doesNotContain("https://");
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void eachFileIsServedAndKeptUntilItChanges(String file) {
        Response answer = get(page + "/" + file);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(given().header("If-None-Match", answer.header("ETag")).get(page + "/" + file).statusCode()).isEqualTo(304);
    }

    @Test
    void thePageNeedsFewBytes() {
        assertThat(bytesOfFiles() + get(page + "/data").asByteArray().length).isLessThan(100_000);
    }

    @Test
    void anAddressWithASlashLeadsToThePage() {
        assertThat(get(page + "/").asString()).contains("dashboard/main.js").isEqualTo(get(page).asString());
        assertThat(given().redirects().follow(false).get(page + "/").statusCode()).isEqualTo(308);
    }

    @Test
    void nothingElseIsServed() {
        assertThat(get(page + "/other.js").statusCode()).isEqualTo(404);
        assertThat(get(page + "/..%2fapplication.properties").statusCode()).isEqualTo(404);
        assertThat(get("/q/dashboard").statusCode()).as("to clients").isEqualTo(404);
        assertThat(get("/dashboard/main.js").statusCode()).as("to clients").isEqualTo(404);
    }

    // ---- What it shows ----

    @Test
    void tellsWhatIsAskedAndWhatIsCalled() {
        givenUser("1", "a");
        givenEvent("a", json("{}"));

        request().get("/getEventsByUserId/1");
        request().get("/getEventsByUserId/1");

        eventually("they are counted", PACE, () -> {
            JsonObject route = named(data().getJsonArray("routes"), "GET /getEventsByUserId/{id}");
            JsonObject call = named(data().getJsonArray("calls"), Circuits.GET_EVENT_BY_ID);
            return route != null && route.getInteger("all") >= 2 && call != null && call.getInteger("all") >= 1;
        });
        JsonObject data = data();
        assertThat(data.getString("state")).isIn("well", "degraded", "failing");
        assertThat(data.getJsonArray("circuits")).hasSize(5);
        assertThat(data.getJsonObject("bulkhead").getInteger("limit")).isEqualTo(1024);
        assertThat(data.getJsonObject("cache").getMap()).containsOnlyKeys("users", "events", "lists");
        assertThat(data.getJsonObject("history").getJsonObject("series").getMap()).containsKeys("requests", "calls", "retries",
                "cache fresh", "cache stale", "requests GET /getEventsByUserId/{id}", "condition", "limit");
        assertThat(data.getInteger("budget")).isNotNegative();
        assertThat(data.getString("database")).isEqualTo("none");
        assertThat(data.containsKey("deliveries")).isFalse();
    }

    /** Its status says that all is well. */
    @Test
    void aPageOfHtmlIsACallThatFailed() {
        givenGet("/getUsers", json("<html>Sorry</html>").withHeader("Content-Type", "text/html"));
        JsonObject before = named(data().getJsonArray("calls"), Circuits.GET_USERS);
        int failed = before == null ? 0 : before.getInteger("failed");

        request().get("/getUsers");

        eventually("it is counted", PACE, () -> {
            JsonObject call = named(data().getJsonArray("calls"), Circuits.GET_USERS);
            return call != null && call.getInteger("failed") > failed;
        });
        eventually("it is event.com", PACE, () -> {
            request().get("/getUsers");
            return data().getString("cause").equals("event.com");
        });
    }

    @Test
    void tellsWhatTheStandInIsMadeToDo() {
        String standIn = page.toString().replace("/dashboard", "/stand-in/");
        post(standIn + "slow");
        assertThat(data().getString("standIn")).isEqualTo("slow");

        post(standIn + "recover");

        eventually("it is told", PACE, () -> data().getString("standIn").equals("recover"));
        assertThat(data().getJsonObject("about").getBoolean("plays")).as("without actions").isFalse();
    }

    @Test
    void whatTheStandInAnswersIsNoRequestOfAClient() {
        get("/event.com/getUsers");
        request().get("/getUsers");

        eventually("ours is counted", PACE, () -> named(data().getJsonArray("routes"), "GET /getUsers") != null);
        assertThat(data().getJsonArray("routes").stream().map(JsonObject.class::cast).map(one -> one.getString("name")))
                .noneMatch(name -> name.contains("event.com"));
    }

    @Test
    void tellsWhoItIs() {
        JsonObject about = data().getJsonObject("about");

        assertThat(about.getString("replica")).isNotEmpty();
        assertThat(about.getString("version")).isNotEmpty();
        assertThat(about.getBoolean("actions")).isFalse();
        assertThat(about.getJsonArray("settings").stream().map(JsonObject.class::cast)
                .collect(Collectors.toMap(one -> one.getString("name"), one -> one.getString("value"))))
                .containsEntry("DASHBOARD_WATCHERS", "2").doesNotContainKey("SHARE_READS");
    }

    // ---- A quarter of an hour ----

    @Inject
    Turns turns;

    @Inject
    Stores stores;

    private final VirtualTime time = new VirtualTime();
    private final Random random = new Random(1);

    /** Numbers that grow as under load. */
    private final class Load implements HttpCounts {

        private final Map<String, long[]> requests = new TreeMap<>();
        private final Map<String, long[]> calls = new TreeMap<>();

        private Load(int routes) {
            IntStream.range(0, routes).forEach(i -> requests.put("GET /api/v1/a/route/like/{this}/" + i, new long[9]));
            circuits.all().forEach(circuit -> calls.put(circuit.status().name(), new long[9]));
        }

        private void grow() {
            requests.values().forEach(this::grow);
            calls.values().forEach(this::grow);
        }

        private void grow(long[] counts) {
            int some = 50 + random.nextInt(200);
            counts[ALL] += some;
            counts[TIMED] += some;
            counts[FAILED] += random.nextInt(some);
            counts[FIRST_BOUND] += some / 2;
            counts[FIRST_BOUND + 1] += some - random.nextInt(some / 2);
        }

        @Override
        public int[] bounds() {
            return new int[] { 500, 10_000 };
        }

        private static Map<String, long[]> copy(Map<String, long[]> of) {
            Map<String, long[]> copy = new TreeMap<>();
            of.forEach((name, counts) -> copy.put(name, counts.clone()));
            return copy;
        }

        @Override
        public Map<String, long[]> requests() {
            return copy(requests);
        }

        @Override
        public Map<String, long[]> calls() {
            return copy(calls);
        }
    }

    private Board board(HttpCounts load) {
        return new Board(load, circuits, turns, stores, new Roster(null), () -> "fail", time,
                data().getJsonObject("about"));
    }

    private CircuitTransition transition(String circuit, CircuitBreakerState from, CircuitBreakerState to) {
        return new CircuitTransition(circuit, from, to, "the probe failed, as did all the calls before it", OptionalInt.of(3),
                Duration.ofSeconds(to == CircuitBreakerState.OPEN ? 5 : 0), OptionalInt.of(7));
    }

    /** Each read is probed every five seconds. */
    @Test
    void anOutageOfAQuarterOfAnHourUnderLoadNeedsFewBytes() {
        Load load = new Load(18);
        Board board = board(load);
        for (int second = 1; second <= 900; second++) {
            time.advance(Duration.ofSeconds(1));
            load.grow();
            if (second % 5 == 0) {
                for (String circuit : List.of(Circuits.GET_USERS, Circuits.GET_EVENTS, Circuits.GET_USER_BY_ID,
                        Circuits.GET_EVENT_BY_ID)) {
                    board.entered(transition(circuit, CircuitBreakerState.OPEN, CircuitBreakerState.HALF_OPEN), time.nanos(),
                            time.instant());
                    board.entered(transition(circuit, CircuitBreakerState.HALF_OPEN, CircuitBreakerState.OPEN),
                            time.nanos() + 100_000_000, time.instant());
                }
            }
            assertThat(board.tick()).isTrue();
        }

        JsonObject all = new JsonObject(board.all());
        assertThat(all.getJsonObject("lanes").getJsonObject(Circuits.GET_USERS).getString("states")).hasSizeGreaterThan(350);
        assertThat(all.getJsonObject("history").getJsonObject("series").getJsonArray("requests")).hasSize(180);
        assertThat(bytesOfFiles() + board.all().length()).isLessThan(100_000);
    }

    private int bytesOfFiles() {
        return java.util.stream.Stream.of(Page.FILES)
                .mapToInt(file -> get(page + (file.equals("index.html") ? "" : "/" + file)).asByteArray().length).sum();
    }

    @Test
    void whatIsTheSameForLongIsToldOnce() {
        Board board = board(new Load(1));
        for (int second = 1; second <= 900; second++) {
            time.advance(Duration.ofSeconds(1));
            board.tick();
        }

        assertThat(new JsonObject(board.all()).getJsonObject("history").getJsonObject("series").getJsonArray("requests"))
                .isEqualTo(new JsonArray("[\"0*180\"]"));
    }

    /** Vert.x makes up for the ticks that there weren't, all at once. */
    @Test
    void ticksThatAreMadeUpForAreNone() {
        Load load = new Load(1);
        Board board = board(load);
        for (int second = 1; second <= 20; second++) {
            time.advance(Duration.ofMillis(second % 2 == 0 ? 900 : 1_100));
            load.grow();
            assertThat(board.tick()).as("a little early or late").isTrue();
        }
        time.advance(Duration.ofSeconds(5));
        assertThat(board.tick()).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(board.tick()).isFalse();
        }

        JsonObject all = new JsonObject(board.all());
        assertThat(all.getLong("second")).isEqualTo(25);
        assertThat(all.getJsonObject("total").getInteger("all")).as("of five seconds, and none since").isBetween(5 * 50,
                5 * 250);
        for (int second = 1; second <= 20; second++) {
            time.advance(Duration.ofSeconds(1));
            assertThat(board.tick()).as("goes on").isTrue();
        }
        assertThat(new JsonObject(board.all()).getLong("second")).isEqualTo(45);
    }

    // ---- Live ----

    private static Function<Message, List<String>> to(String circuit) {
        return message -> message.data().getJsonArray("log").stream().map(JsonObject.class::cast)
                .filter(one -> one.getString("circuit").equals(circuit)).map(one -> one.getString("to")).toList();
    }

    @Test
    void aWatcherIsToldAllAndThenEachSecondAndAtEachTransition() {
        givenUser("1");
        givenAdd(json("{}").withStatus(500));
        eventually("there is room", PACE, () -> roomFor(1));
        try (Stream stream = new Stream(page + "/stream")) {
            assertThat(stream.response().headers().firstValue("Content-Type")).contains("text/event-stream");
            assertThat(stream.response().headers().firstValue("Content-Security-Policy")).isPresent();
            Message all = stream.next();
            assertThat(all.event()).isEqualTo("all");
            assertThat(all.data().getMap()).containsKeys("about", "history", "lanes", "state");
            Message first = stream.next();
            assertThat(first.event()).isEqualTo("news");
            assertThat(first.data().getMap()).doesNotContainKeys("about", "history", "lanes");

            IntStream.range(0, 3).forEach(i -> add(BODY));

            Message opened = stream.next(message -> to(Circuits.ADD_EVENT).apply(message).contains("OPEN"));
            assertThat(named(opened.data().getJsonArray("circuits"), Circuits.ADD_EVENT).getString("state"))
                    .isEqualTo("OPEN");
            assertThat(opened.data().getString("state")).isIn("degraded", "failing");
            assertThat(opened.data().getString("cause")).isEqualTo("event.com");

            circuits.addEvent().reset();

            stream.next(message -> to(Circuits.ADD_EVENT).apply(message).contains("CLOSED"));
        }
    }

    private boolean roomFor(int most) {
        int room = 0;
        List<Stream> streams = IntStream.range(0, most).mapToObj(i -> new Stream(page + "/stream")).toList();
        for (Stream stream : streams) {
            room += stream.response().statusCode() == 200 ? 1 : 0;
            stream.close();
        }
        return room == most;
    }

    @Test
    void onlySoManyMayWatchAtOnce() {
        eventually("there is room", PACE, () -> roomFor(1));
        try (Stream one = new Stream(page + "/stream")) {
            one.next();
            eventually("nobody else watches", () -> one.next().data().getInteger("watchers") == 1);
            Stream two = new Stream(page + "/stream");
            two.next();

            Response refused = get(page + "/stream");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("10");
            assertThat(refused.contentType()).isEqualTo("application/problem+json");

            two.close();
            eventually("there is room again", PACE, () -> roomFor(1));
        }
    }
}

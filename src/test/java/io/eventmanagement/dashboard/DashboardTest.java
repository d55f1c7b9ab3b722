package io.eventmanagement.dashboard;

import static io.eventmanagement.Eventually.eventually;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WithExtras;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.dashboard.Stream.Message;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
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
        int bytes = java.util.stream.Stream.of(Page.FILES)
                .mapToInt(file -> get(page + (file.equals("index.html") ? "" : "/" + file)).asByteArray().length).sum();

        assertThat(bytes + get(page + "/data").asByteArray().length).isLessThan(100_000);
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
            JsonObject call = named(data().getJsonArray("calls"), "/getEventById/{key}");
            return route != null && route.getInteger("all") >= 2 && call != null && call.getInteger("all") >= 1;
        });
        JsonObject data = data();
        assertThat(data.getString("state")).isIn("well", "degraded", "failing");
        assertThat(data.getJsonArray("circuits")).hasSize(5);
        assertThat(data.getJsonObject("bulkhead").getInteger("limit")).isEqualTo(1024);
        assertThat(data.getJsonObject("cache").getMap()).containsOnlyKeys("users", "events", "lists");
        assertThat(data.getJsonObject("history").getJsonObject("series").getMap()).containsKeys("requests", "calls", "retries",
                "cache fresh", "cache stale", "requests GET /getEventsByUserId/{id}", "condition");
        assertThat(data.getString("database")).isEqualTo("none");
        assertThat(data.containsKey("deliveries")).isFalse();
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

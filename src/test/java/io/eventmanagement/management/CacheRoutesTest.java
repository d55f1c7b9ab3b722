package io.eventmanagement.management;

import static io.eventmanagement.Eventually.eventually;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.eventmanagement.testing.LogLines;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

@QuarkusTest
@TestProfile(WireMockUpstream.class)
class CacheRoutesTest extends UpstreamTest {

    @TestHTTPResource(value = "/cache", management = true)
    URL cache;

    private Map<String, Integer> counts(String kind) {
        return get(cache).jsonPath().getMap(kind);
    }

    @Test
    void tellsWhatEachKindHoldsAndDid() {
        Map<String, Integer> before = counts("users");
        givenUser("1", "a");
        givenEvent("a", json("{}"));
        request().get("/getEventsByUserId/1");
        request().get("/getEventsByUserId/1");

        Response response = get(cache);

        assertThat(response.contentType()).isEqualTo("application/json");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(response.jsonPath().getMap("").keySet()).isEqualTo(Set.of("users", "events", "lists"));
        assertThat(counts("users")).containsOnlyKeys("entries", "bytes", "hits", "misses", "stale", "shared")
                .containsEntry("entries", 1).containsEntry("hits", before.get("hits") + 1)
                .containsEntry("misses", before.get("misses") + 1);
        assertThat(counts("users").get("bytes")).isBetween(300, 500);
        assertThat(counts("lists")).containsEntry("entries", 0).containsEntry("bytes", 0);
    }

    @Test
    void isClearedByAnOperator() {
        givenUser("1", "a");
        givenEvent("a", json("{}"));
        request().get("/getEventsByUserId/1");

        Response response = post(cache + "/clear");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(counts("events")).containsEntry("entries", 0).containsEntry("bytes", 0);
        request().get("/getEventsByUserId/1");
        assertThat(calls()).isEqualTo(4);
    }

    @Test
    void oneUserOrOneEventIsPurgedByAnOperator() {
        givenUser("1", "a b");
        givenEvent("a%20b", json("{}"));
        request().get("/getEventsByUserId/1");

        assertThat(post(cache + "/events/a b/purge").statusCode()).isEqualTo(204);
        assertThat(counts("events")).containsEntry("entries", 0);
        assertThat(counts("users")).containsEntry("entries", 1);

        assertThat(post(cache + "/users/1/purge").statusCode()).isEqualTo(204);
        assertThat(counts("users")).containsEntry("entries", 0);
        request().get("/getEventsByUserId/1");
        assertThat(calls()).isEqualTo(4);
    }

    @Test
    void whatAnOperatorDoesIsLoggedWithWhoItWas() {
        LogLines log = new LogLines(OperatorLog.class);
        try {
            post(cache + "/clear");
            given().header("Origin", "http://evil.example").post(cache + "/clear");

            eventually("both are logged", () -> log.lines().size() == 2);
            assertThat(log.lines()).containsExactly("POST /q/cache/clear, by 127.0.0.1: 204",
                    "POST /q/cache/clear, by 127.0.0.1: 403");
        } finally {
            log.close();
        }
    }

    @Test
    void clientsDoNotReachIt() {
        assertThat(get("/q/cache").statusCode()).isEqualTo(404);
        assertThat(given().contentType("application/json").post("/q/cache/clear").statusCode()).isEqualTo(404);
    }

    /** Quarkus would let every site's page read it, in the browser of whoever has the port forwarded. */
    @Test
    void aPageOfAnotherSiteCannotReadWhatItGets() {
        Response response = given().header("Origin", "http://evil.example").get(cache);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Access-Control-Allow-Origin")).isNull();
    }
}

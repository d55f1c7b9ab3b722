package io.eventmanagement.management;

import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.eventmanagement.TestPostgres;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.delivery.WithDatabase;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** What an operator does with accepted adds, and what everybody meets while the database hangs. */
@QuarkusTest
@TestProfile(WithDatabase.class)
class DeliveriesRoutesTest extends UpstreamTest {

    private static final String EVENT = "{\"name\":\"Launch\",\"userId\":\"1\"}";

    @TestHTTPResource(value = "/deliveries", management = true)
    URL deliveries;

    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    TestPostgres postgres;

    @BeforeEach
    void givenAUser() {
        givenUser("1");
        givenAdd(json(ADDED));
        eventually("the database is up", () -> "up".equals(database()));
    }

    @AfterEach
    void goOn() {
        postgres.goOn();
        eventually("the database is up", () -> "up".equals(database()));
        postgres.execute("truncate operation, idempotency_key");
    }

    private String database() {
        Response readiness = get(ready);
        assertThat(readiness.statusCode()).isEqualTo(200);
        return readiness.path("checks.find { it.name == 'database' }.data.state");
    }

    private String givenOperation(String state) {
        UUID id = UUID.randomUUID();
        postgres.execute("insert into operation (id, event_id, user_id, client, body, state, is_next, next_attempt_at, "
                + "finished_at) values ('" + id + "', 'e', '" + id + "', '', '{}', '" + state + "', " + isOpen(state)
                + ", now() + interval '1 hour', " + (isOpen(state) ? "null" : "now()") + ")");
        return id.toString();
    }

    private static boolean isOpen(String state) {
        return state.equals("accepted") || state.equals("sending");
    }

    @Test
    void tellsWhatWaitsAndTheLastThatWereNotDelivered() {
        String rejected = givenOperation("rejected");
        givenOperation("delivered");
        givenOperation("accepted");
        givenOperation("accepted");
        eventually("they are counted", () -> get(deliveries).<Integer> path("accepted") == 2);

        Response response = get(deliveries);

        assertThat(response.contentType()).isEqualTo("application/json");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(response.<Integer> path("sending")).isZero();
        assertThat(response.<Integer> path("oldestAgeMs")).isNotNegative();
        assertThat(response.<List<String>> path("notDelivered.id")).containsExactly(rejected);
    }

    @Test
    void whatEndedMayBeTriedAgainAndWhatWaitsMayBeGivenUp() {
        String rejected = givenOperation("rejected");
        String accepted = givenOperation("accepted");

        assertThat(post(deliveries + "/" + rejected + "/retry").statusCode()).isEqualTo(204);
        assertThat(post(deliveries + "/" + accepted + "/discard").statusCode()).isEqualTo(204);

        assertThat(postgres.number("select count(*) from operation where state = 'discarded' and id = '" + accepted + "'"))
                .isEqualTo(1);
        assertThat(postgres.number("select count(*) from operation where state <> 'rejected' and id = '" + rejected + "'"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({ "delivered, retry", "accepted, retry", "delivered, discard", "rejected, discard", "discarded, discard" })
    void whatItsStateDoesNotAllowIsAConflict(String state, String change) {
        String id = givenOperation(state);

        Response response = post(deliveries + "/" + id + "/" + change);

        assertProblem(response, 409, "wrong-state", "/q/deliveries/" + id + "/" + change);
        assertThat(response.<String> path("detail")).isEqualTo("The state of the operation doesn't allow this.");
    }

    @ParameterizedTest
    @CsvSource({ "0190b4d6-6b1a-7cc3-98c4-5f4f2b8a2d10", "nonsense", "0190b4d6-6b1a-7cc3-98c4-5f4f2b8a2d1" })
    void whatIsNotKnownIsNotFound(String id) {
        assertProblem(post(deliveries + "/" + id + "/retry"), 404, "not-found", "/q/deliveries/" + id + "/retry");
    }

    @ParameterizedTest
    @CsvSource({ "Sec-Fetch-Site, cross-site", "Sec-Fetch-Site, same-site", "Origin, http://evil.example", "Origin, null",
            "Origin, https://localhost" })
    void aPageOfAnotherSiteHasNothingDone(String header, String value) {
        String id = givenOperation("accepted");

        Response response = given().header(header, value).post(deliveries + "/" + id + "/discard");

        assertProblem(response, 403, "foreign-page", "/q/deliveries/" + id + "/discard");
        assertThat(response.<String> path("detail")).doesNotContain("token");
        assertThat(postgres.number("select count(*) from operation where state = 'accepted'")).isEqualTo(1);
    }

    @Test
    void aPageOfItsOwnMay() {
        String id = givenOperation("accepted");

        Response response = given().header("Sec-Fetch-Site", "same-origin")
                .header("Origin", "http://" + deliveries.getAuthority()).post(deliveries + "/" + id + "/discard");

        assertThat(response.statusCode()).isEqualTo(204);
    }

    // ---- A database that hangs ----

    private static Response add(String header, String value) {
        return request().header(header, value).contentType("application/json").body(EVENT).post("/api/v1/events");
    }

    private static void assertUnavailable(Response response, String path) {
        assertProblem(response, 503, "database-unavailable", path);
        assertThat(response.header("Retry-After")).isEqualTo("1");
    }

    /** Each is answered while it still hangs. */
    @Test
    void whileItHangsWhoNeedsItIsToldSoonAndNobodyElseNotices() {
        String operation = "/api/v1/operations/" + givenOperation("delivered");
        givenGet("/getUsers", json("[]"));
        postgres.hang();

        assertUnavailable(add("Idempotency-Key", "hung"), "/api/v1/events");
        assertUnavailable(add("Prefer", "respond-async, wait=5"), "/api/v1/events");
        assertUnavailable(request().get(operation), operation);
        assertUnavailable(get(deliveries), "/q/deliveries");
        assertThat(calls("/addEvent")).isZero();
        assertThat(add("X-Request-Id", "plain").statusCode()).isEqualTo(201);
        assertThat(request().get("/getUsers").statusCode()).isEqualTo(200);
        eventually("it is known", () -> "down".equals(database()));
        assertUnavailable(post(deliveries + "/" + operation.substring(operation.lastIndexOf('/') + 1) + "/retry"),
                "/q/deliveries/" + operation.substring(operation.lastIndexOf('/') + 1) + "/retry");

        postgres.goOn();
        eventually("it is up", () -> "up".equals(database()));
        assertThat(add("Idempotency-Key", "hung").statusCode()).isEqualTo(201);
        assertThat(request().get(operation).statusCode()).isEqualTo(200);
    }
}

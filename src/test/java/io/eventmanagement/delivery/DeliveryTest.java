package io.eventmanagement.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;

import io.agroal.api.AgroalDataSource;
import io.eventmanagement.ShiftedTime;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** Adds that are accepted first and delivered later, with a real PostgreSQL. */
@QuarkusTest
@TestProfile(DeliveryTest.WithDatabase.class)
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class DeliveryTest extends UpstreamTest {

    public static class WithDatabase extends WireMockUpstream {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            // Longer than the deadline.
            settings.put("event-api.read-timeout-ms", "5000");
            return settings;
        }
    }

    /** After which nothing is sent that was claimed before; also the time between two looks for what is too old. */
    private static final Duration TOO_LATE = Duration.ofSeconds(10);

    private static final String EVENT = "{\"name\":\"Launch\",\"userId\":\"1\"}";

    @Inject
    AgroalDataSource dataSource;

    @Inject
    ShiftedTime time;

    @Inject
    Deliveries deliveries;

    @Inject
    Admission admission;

    @Inject
    Waiters waiters;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @BeforeEach
    void givenAUser() {
        givenUser("1");
        givenNoEvent(empty());
    }

    @AfterEach
    void leaveNothing() throws SQLException {
        execute("truncate operation, idempotency_key");
    }

    private void givenNoEvent(ResponseDefinitionBuilder answer) {
        eventCom.register(get(urlPathMatching("/getEventById/.*")).willReturn(answer));
    }

    private Response accept(String prefer) {
        return accept(prefer, EVENT);
    }

    private static Response accept(String prefer, String event) {
        return request().header("Prefer", prefer).contentType("application/json").body(event).post("/api/v1/events");
    }

    private static Response acceptWithKey(String prefer, String key) {
        return request().header("Prefer", prefer).header("Idempotency-Key", key).contentType("application/json").body(EVENT)
                .post("/api/v1/events");
    }

    private static Response addWithKey(String key) {
        return request().header("Idempotency-Key", key).contentType("application/json").body(EVENT).post("/api/v1/events");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String look(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As if another replica had accepted it. */
    private Operation givenAccepted(Operation.New add) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return Operations.accept(connection, add, null);
        }
    }

    private static Operation.New add(String body, boolean askFirst) {
        return new Operation.New(UUID.randomUUID(), UUID.randomUUID().toString(), "1", "", body, askFirst, Duration.ZERO);
    }

    private String state(Operation operation) {
        return look("select state from operation where id = '" + operation.id() + "'");
    }

    private Response operation(Response accepted) {
        return request().get(accepted.header("Location"));
    }

    private void eventuallyIs(String state, Response accepted) {
        eventually(state, () -> operation(accepted).path("state").equals(state));
    }

    private int adds() {
        return eventCom.find(postRequestedFor(urlEqualTo("/addEvent"))).size();
    }

    @Test
    void anAddIsAcceptedAndDelivered() {
        givenAdd(json(ADDED));

        Response accepted = accept("respond-async");

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.header("Preference-Applied")).isEqualTo("respond-async");
        assertThat(accepted.header("Location")).isEqualTo("/api/v1/operations/" + accepted.path("id"));
        eventuallyIs("delivered", accepted);
        assertThat(adds()).isEqualTo(1);
        assertThat(operation(accepted).<Integer> path("attempts")).isEqualTo(1);
        assertThat(operation(accepted).<Object> path("finishedAt")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "respond-async, wait=3", "wait=3;x=\",respond\", Respond-Async",
            "foo=\"a,b\", respond-async; y=1, wait=\"3\"" })
    void whoWaitsIsToldOfTheEvent(String prefer) {
        givenAdd(json(ADDED));

        Response added = accept(prefer);

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.<String> path("name")).isEqualTo("Launch");
        assertThat(added.header("Location")).isEqualTo("/api/v1/events/" + added.path("id"));
    }

    @Test
    void anAddIsDeliveredOnceEventComIsBack() {
        givenAdd(json("{}").withStatus(503));
        Response accepted = accept("respond-async");
        eventually("it was tried", () -> operation(accepted).<Integer> path("attempts") > 1);

        givenAdd(json(ADDED));
        circuits.addEvent().reset();

        eventuallyIs("delivered", accepted);
    }

    @Test
    void anAddThatEventComHasAfterAllIsNotSentAgain() {
        givenAdd(json("{}").withStatus(500));
        Response accepted = accept("respond-async");
        String eventId = accepted.path("eventId");
        givenGet("/getEventById/" + eventId, json("{\"id\":\"" + eventId + "\"}"));

        eventuallyIs("delivered", accepted);

        assertThat(adds()).isEqualTo(1);
    }

    @Test
    void whatEventComRefusesIsRejectedAndTheNextGoesOn() {
        givenAdd(json("{\"message\":\"no\"}").withStatus(400));
        Response refused = accept("respond-async");
        eventuallyIs("rejected", refused);

        givenAdd(json(ADDED));
        eventuallyIs("delivered", accept("respond-async"));

        assertThat(operation(refused).<String> path("problem.type")).isEqualTo("urn:problem:event-refused");
        assertThat(operation(refused).<Integer> path("problem.status")).isEqualTo(422);
    }

    @Test
    void anUnknownUserIsRefusedAtOnce() {
        givenGet("/getUserById/1", aResponse().withStatus(200));

        assertProblem(accept("respond-async"), 422, "unknown-user", "/api/v1/events");
    }

    @Test
    void aKeyNamesTheSameOperation() {
        givenAdd(json(ADDED));
        Response first = acceptWithKey("respond-async", "k1");
        eventuallyIs("delivered", first);

        Response again = acceptWithKey("respond-async", "k1");
        Response plain = addWithKey("k1");

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.<String> path("id")).isEqualTo(first.path("id"));
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(plain.statusCode()).isEqualTo(201);
        assertThat(plain.<String> path("id")).isEqualTo(first.path("eventId"));
        assertThat(adds()).isEqualTo(1);
    }

    // ---- Users ----

    @Test
    void whileNothingIsSentNoUserIsLookedUp() {
        givenAdd(json("{}").withStatus(503));
        while (!circuits.addEvent().status().rejects()) {
            add(EVENT);
        }

        Response accepted = accept("respond-async", "{\"name\":\"Launch\",\"userId\":\"nobody\"}");

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(calls("/getUserById/nobody")).isZero();
    }

    @Test
    void aLookUpThatHangsDelaysAnAddAndDoesntRefuseIt() {
        givenAdd(json(ADDED));
        givenGet("/getUserById/1", json("{\"id\":1,\"events\":[]}").withFixedDelay(4_500));

        assertThat(accept("respond-async").statusCode()).isEqualTo(202);
    }

    @Test
    void anAddForAUserWhoCouldntBeLookedUpIsRejectedOnceItIsKnownThatThereIsNone() {
        givenGet("/getUserById/1", json("{}").withStatus(500));
        givenAdd(json("{}").withStatus(500));
        Response accepted = accept("respond-async");
        eventually("it was tried", () -> adds() > 0);

        givenGet("/getUserById/1", empty());
        circuits.addEvent().reset();

        eventuallyIs("rejected", accepted);
        assertThat(operation(accepted).<String> path("problem.type")).isEqualTo("urn:problem:unknown-user");
    }

    // ---- Keys ----

    @Test
    void whoRepeatsARequestWaitsLikeTheFirstAndIsAnsweredTheSame() {
        givenAdd(json(ADDED).withFixedDelay(300));
        CompletableFuture<Response> first = CompletableFuture.supplyAsync(() -> acceptWithKey("respond-async, wait=3", "k"));
        eventually("the first is on its way", () -> adds() == 1);

        Response second = acceptWithKey("respond-async, wait=3", "k");

        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.asString()).isEqualTo(first.join().asString());
        assertThat(second.header("Location")).isEqualTo(first.join().header("Location"));
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(first.join().header("Idempotent-Replayed")).isNull();
    }

    @Test
    void whatIsKnownOfAKeyIsToldWithoutRoomAndWithoutAUser() {
        givenAdd(json(ADDED));
        Response first = acceptWithKey("respond-async", "k");
        eventuallyIs("delivered", first);
        reads.clear();
        givenGet("/getUserById/1", empty());
        int taken = 0;
        try {
            while (admission.enter()) {
                taken++;
            }

            assertThat(acceptWithKey("respond-async", "k").<String> path("id")).isEqualTo(first.path("id"));
            assertProblem(acceptWithKey("respond-async", "other"), 503, "overloaded", "/api/v1/events");
        } finally {
            for (; taken > 0; taken--) {
                admission.entered(false);
            }
        }
    }

    @Test
    void afterAnOperationThatExpiredAPlainRequestWithItsKeyAsksFirst() throws SQLException {
        givenAdd(json("{}").withStatus(500));
        Response accepted = acceptWithKey("respond-async", "k");
        eventually("it was tried", () -> adds() > 0);
        execute("update operation set accepted_at = now() - interval '2 days'");
        // It doesn't expire while it is being sent.
        eventually("expired", Duration.ofMillis(600), () -> {
            time.advance(TOO_LATE);
            return "expired".equals(look("select state from operation"));
        });
        String eventId = accepted.path("eventId");
        givenGet("/getEventById/" + eventId, json("{\"id\":\"" + eventId + "\"}"));
        int before = adds();

        Response plain = addWithKey("k");

        assertThat(plain.statusCode()).isEqualTo(201);
        assertThat(plain.<String> path("id")).isEqualTo(eventId);
        assertThat(adds()).isEqualTo(before);
        assertThat(deliveries.retry(UUID.fromString(accepted.path("id"))).await().indefinitely()).contains(false);
    }

    @Test
    void eventComsOwnWordIsToldToWhoeverRepeatsTheRequest() {
        givenAdd(json("{\"success\":true,\"ref\":7}"));
        RequestSpecification same = request().header("Idempotency-Key", "k").contentType("application/json").body(EVENT);
        Response first = same.header("Prefer", "respond-async, wait=3").post("/addEvent");
        assertThat(first.<Integer> path("ref")).isEqualTo(7);
        eventually("it is kept", () -> "delivered".equals(look("select state from operation")));

        Response plain = request().header("Idempotency-Key", "k").contentType("application/json").body(EVENT).post("/addEvent");

        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(plain.asString()).isEqualTo(first.asString());
    }

    @Test
    void ofALongWordOnlyTheUsualOneIsKept() {
        givenAdd(json("{\"success\":true,\"why\":\"" + "x".repeat(5_000) + "\"}"));

        eventuallyIs("delivered", accept("respond-async"));

        assertThat(look("select receipt from operation")).isEqualTo(ADDED);
    }

    // ---- Leases ----

    @Test
    void whatTheDatabaseWasTooLongInAcceptingIsntSentBeforeItIsClaimed() throws SQLException {
        givenAdd(json(ADDED));
        CompletableFuture<Response> accepted;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            Operations.lock(connection, "1");
            accepted = CompletableFuture.supplyAsync(() -> accept("respond-async"));
            eventually("it waits", () -> look("select true from pg_locks where locktype = 'advisory' and not granted") != null);
            time.advance(TOO_LATE);
            connection.commit();
        }

        eventuallyIs("delivered", accepted.join());
        assertThat(look("select turn from operation")).isEqualTo("2");
        assertThat(operation(accepted.join()).<Integer> path("attempts")).isEqualTo(1);
        assertThat(adds()).isEqualTo(1);
    }

    @Test
    void whatIsLongOnItsWayIsntSentOnceAnotherReplicaMayHaveIt() throws SQLException {
        givenAdd(json(ADDED));
        givenNoEvent(empty().withFixedDelay(300));
        Operation operation = givenAccepted(add(EVENT, true));
        eventually("event.com is asked", () -> calls("/getEventById") == 1);
        time.advance(TOO_LATE);

        eventually("delivered", () -> "delivered".equals(state(operation)));
        assertThat(look("select turn from operation")).isEqualTo("2");
        assertThat(calls("/getEventById")).isEqualTo(2);
        assertThat(adds()).isEqualTo(1);
    }

    // ---- The rest ----

    @Test
    void whatALaterVersionCannotReadIsRejected() throws SQLException {
        Operation operation = givenAccepted(add("{}", false));

        eventually("rejected", () -> "rejected".equals(state(operation)));

        assertThat(look("select problem from operation")).contains("urn:problem:invalid-event");
    }

    @Test
    void whoeverWaitsIsToldWhatAnotherReplicaHasDelivered() throws SQLException {
        givenAdd(json("{}").withStatus(503));
        Operation operation = givenAccepted(add(EVENT, false));
        CompletableFuture<Operation> over = waiters.join(operation.id());
        try (Connection connection = dataSource.getConnection()) {
            Operations.finish(connection, operation, Operation.State.DELIVERED, null, ADDED);
        }

        eventually("it is told", over::isDone);

        assertThat(over.join().state()).isEqualTo(Operation.State.DELIVERED);
    }

    @Test
    void nothingIsTakenForARequestThatNeverBegins() {
        Operation.New add = add(EVENT, false);

        deliveries.accept(add, Optional.empty(), Long.MAX_VALUE);

        assertThat(waiters.awaited(100)).doesNotContain(add.id());
        givenAdd(json(ADDED));
        eventuallyIs("delivered", accept("respond-async"));
    }

    @Test
    void whatIsDiscardedIsntDeliveredAndCanBeTriedAgain() throws SQLException {
        givenAdd(json("{}").withStatus(503).withHeader("Retry-After", "60"));
        Response accepted = accept("respond-async");
        eventuallyIs("accepted", accepted);
        eventually("it was tried", () -> adds() == 1);
        UUID id = UUID.fromString(accepted.path("id"));
        eventually("it is discarded", () -> deliveries.discard(id).await().indefinitely().orElse(false));
        eventuallyIs("discarded", accepted);
        givenAdd(json(ADDED));
        circuits.addEvent().reset();

        execute("update operation set next_attempt_at = now()");
        assertThat(deliveries.retry(id).await().indefinitely()).contains(true);

        eventuallyIs("delivered", accepted);
    }

    @Test
    void whatIsOpenAndHowAttemptsEndedIsMeasured() {
        givenAdd(json(ADDED));
        eventuallyIs("delivered", accept("respond-async"));

        assertThat(given().get(metrics).asString()).contains("deliveries_open{state=\"accepted\"}",
                "deliveries_open{state=\"sending\"}", "deliveries_oldest_seconds ",
                "deliveries_attempts_total{outcome=\"delivered\"}");
    }

    @Test
    void whatIsNoOperationIsNotFound() {
        String unknown = "/api/v1/operations/0190b4d6-6b1a-7cc3-98c4-5f4f2b8a2d10";
        assertProblem(request().get(unknown), 404, "no-such-operation", unknown);
        assertProblem(request().get("/api/v1/operations/nonsense"), 404, "no-such-operation", "/api/v1/operations/nonsense");
    }
}

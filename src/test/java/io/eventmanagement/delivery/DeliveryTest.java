package io.eventmanagement.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** Adds that are accepted first and delivered later. */
@QuarkusTest
@TestProfile(WithDatabase.class)
class DeliveryTest extends AcceptedAddsTest {

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

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

    // ---- Leases ----

    /** It is only taken with a lease if there is room just then, so more than one may be needed. */
    @Test
    void whatTheDatabaseWasTooLongInAcceptingIsntSentBeforeItIsClaimed() throws SQLException {
        givenAdd(json(ADDED));
        int accepted = 0;
        do {
            assertThat(operation(acceptedLate()).<Integer> path("attempts")).isEqualTo(1);
            assertThat(adds()).isEqualTo(++accepted);
        } while (accepted < 10 && !"2".equals(look("select max(turn) from operation")));
        assertThat(look("select max(turn) from operation")).isEqualTo("2");
    }

    /** By a database that answers when the lease is nearly over. */
    private Response acceptedLate() throws SQLException {
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
        return accepted.join();
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

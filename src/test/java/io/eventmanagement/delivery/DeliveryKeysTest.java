package io.eventmanagement.delivery;

import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** What a key is to adds that are delivered later, and to plain ones after them. */
@QuarkusTest
@TestProfile(WithDatabase.class)
class DeliveryKeysTest extends AcceptedAddsTest {

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
}

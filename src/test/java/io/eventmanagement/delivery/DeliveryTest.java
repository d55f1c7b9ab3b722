package io.eventmanagement.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** Adds that are accepted first and delivered later, with a real PostgreSQL. */
@QuarkusTest
@TestProfile(DeliveryTest.WithDatabase.class)
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class DeliveryTest extends UpstreamTest {

    public static class WithDatabase extends WireMockUpstream {
    }

    private static final String EVENT = "{\"name\":\"Launch\",\"userId\":\"1\"}";

    @BeforeEach
    void givenAUser() {
        givenUser("1");
        eventCom.register(get(urlPathMatching("/getEventById/.*")).willReturn(aResponse().withStatus(200)));
    }

    private Response accept(String prefer) {
        return request().header("Prefer", prefer).contentType("application/json").body(EVENT).post("/api/v1/events");
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
        Response first = request().header("Prefer", "respond-async").header("Idempotency-Key", "k1")
                .contentType("application/json").body(EVENT).post("/api/v1/events");
        eventuallyIs("delivered", first);

        Response again = request().header("Prefer", "respond-async").header("Idempotency-Key", "k1")
                .contentType("application/json").body(EVENT).post("/api/v1/events");
        Response plain = request().header("Idempotency-Key", "k1").contentType("application/json").body(EVENT)
                .post("/api/v1/events");

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.<String> path("id")).isEqualTo(first.path("id"));
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(plain.statusCode()).isEqualTo(201);
        assertThat(plain.<String> path("id")).isEqualTo(first.path("eventId"));
        assertThat(adds()).isEqualTo(1);
    }

    @Test
    void whatIsNoOperationIsNotFound() {
        String unknown = "/api/v1/operations/0190b4d6-6b1a-7cc3-98c4-5f4f2b8a2d10";
        assertProblem(request().get(unknown), 404, "no-such-operation", unknown);
        assertProblem(request().get("/api/v1/operations/nonsense"), 404, "no-such-operation", "/api/v1/operations/nonsense");
    }
}

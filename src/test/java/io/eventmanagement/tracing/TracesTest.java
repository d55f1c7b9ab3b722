package io.eventmanagement.tracing;

import static io.eventmanagement.Eventually.eventually;
import static io.opentelemetry.api.trace.SpanKind.CLIENT;
import static io.opentelemetry.api.trace.SpanKind.INTERNAL;
import static io.opentelemetry.api.trace.SpanKind.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WithExtras;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

@QuarkusTest
@TestProfile(WithExtras.class)
class TracesTest extends UpstreamTest {

    private static final String SPAN_OF_CLIENT = "00f067aa0ba902b7";

    @Inject
    InMemorySpanExporter exporter;

    @TestHTTPResource(value = "", management = true)
    URL management;

    private String trace;

    @BeforeEach
    void begin() {
        trace = newTrace();
        givenUser("1", "a", "b");
        givenEvent("a", json("{}"));
        givenEvent("b", json("{}"));
    }

    private static String newTrace() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static RequestSpecification traced(String trace, String sampled) {
        return request().header("traceparent", "00-" + trace + "-" + SPAN_OF_CLIENT + "-" + sampled);
    }

    private RequestSpecification traced() {
        return traced(trace, "01");
    }

    /** Of one trace, the spans of a kind, when the request's own is there: it ends last. */
    private List<SpanData> spans(String traceId, SpanKind kind) {
        eventually("the request's span", () -> all(traceId).stream().anyMatch(span -> span.getKind() == SERVER));
        return all(traceId).stream().filter(span -> span.getKind() == kind).toList();
    }

    private List<SpanData> all(String traceId) {
        return exporter.getFinishedSpanItems().stream().filter(span -> span.getTraceId().equals(traceId)).toList();
    }

    private List<SpanData> spans(SpanKind kind) {
        return spans(trace, kind);
    }

    @Test
    void aRequestIsASpanOfTheClientsTraceWithTheFanOutBelowItAndEachTryOfACallBelowThat() {
        givenEvent("b", json("{}").withStatus(500));

        traced().get("/getEventsByUserId/1");

        SpanData server = spans(SERVER).get(0);
        SpanData fanOut = spans(INTERNAL).get(0);
        assertThat(server.getName()).isEqualTo("GET /getEventsByUserId/{id}");
        assertThat(server.getParentSpanId()).isEqualTo(SPAN_OF_CLIENT);
        assertThat(spans(INTERNAL)).hasSize(1);
        assertThat(fanOut.getName()).isEqualTo("fan-out");
        assertThat(fanOut.getParentSpanId()).isEqualTo(server.getSpanId());
        assertThat(fanOut.getAttributes().get(AttributeKey.longKey("events"))).isEqualTo(2);
        assertThat(fanOut.getStatus().getDescription()).isEqualTo("answered 500");
        assertThat(spans(CLIENT)).filteredOn(span -> span.getName().equals("GET /getUserById/{id}")).singleElement()
                .satisfies(user -> assertThat(user.getParentSpanId()).isEqualTo(server.getSpanId()));
        assertThat(spans(CLIENT)).filteredOn(span -> span.getName().equals("GET /getEventById/{key}")).hasSize(4)
                .allSatisfy(event -> assertThat(event.getParentSpanId()).isEqualTo(fanOut.getSpanId()));
    }

    @Test
    void eachCallTellsEventComWhichSpanItIs() {
        traced().get("/getEventsByUserId/1");

        String sent = requests("/getEventById/a").get(0).getHeader("traceparent");

        assertThat(spans(CLIENT)).extracting(span -> "00-" + trace + "-" + span.getSpanId() + "-01").hasSize(3).contains(sent);
    }

    @Test
    void whatClientsTellEachOtherInBaggageIsNotPassedOn() {
        traced().header("baggage", "secret=1").get("/getEventsByUserId/1");

        assertThat(requests("/getUserById/1").get(0).containsHeader("baggage")).isFalse();
    }

    @Test
    void addingAnEventIsTracedToo() {
        givenAdd(json(ADDED));

        traced().contentType(ContentType.JSON).body("{\"name\":\"n\",\"userId\":1}").post("/addEvent");

        assertThat(spans(CLIENT)).extracting(SpanData::getName).containsExactly("GET /getUserById/{id}", "POST /addEvent");
        assertThat(spans(CLIENT)).extracting(SpanData::getParentSpanId).containsOnly(spans(SERVER).get(0).getSpanId());
    }

    @Test
    void aRequestThatComesToNoResourceHasNoRoute() {
        traced().delete("/getUsers");

        assertThat(spans(SERVER)).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("DELETE");
            assertThat(span.getAttributes().get(AttributeKey.stringKey("http.route"))).isNull();
        });
    }

    @Test
    void aProblemNamesTheTrace() {
        Response response = traced().get("/nothing/here");

        assertThat(response.jsonPath().getString("traceId")).isEqualTo(trace);
    }

    @Test
    void aRequestThatItsClientDoesNotWantRecordedIsNot() {
        String unwanted = newTrace();

        Response response = traced(unwanted, "00").get("/nothing/here");
        traced().get("/nothing/here");

        assertThat(response.jsonPath().getMap("")).doesNotContainKey("traceId");
        assertThat(spans(SERVER)).hasSize(1);
        assertThat(all(unwanted)).isEmpty();
    }

    @Test
    void whatACircuitDecidesIsAnEventOfTheRequestThatWasTheOccasion() {
        givenGet("/getEvents", json("{}").withStatus(500));
        for (int i = 0; i < 6; i++) {
            request().get("/getEvents");
        }
        String refused = newTrace();

        traced().get("/getEvents");
        traced(refused, "01").get("/getEvents");

        assertThat(spans(SERVER).get(0).getEvents()).filteredOn(event -> event.getName().equals("circuit.transition"))
                .singleElement().satisfies(event -> assertThat(event.getAttributes().asMap())
                        .containsEntry(AttributeKey.stringKey("circuit"), "get-events")
                        .containsEntry(AttributeKey.stringKey("from"), "CLOSED")
                        .containsEntry(AttributeKey.stringKey("to"), "OPEN"));
        assertThat(spans(refused, SERVER).get(0).getEvents()).filteredOn(event -> event.getName().equals("circuit.rejected"))
                .singleElement().satisfies(event -> assertThat(event.getAttributes().asMap())
                        .containsEntry(AttributeKey.stringKey("circuit"), "get-events")
                        .containsEntry(AttributeKey.stringKey("state"), "OPEN"));
        assertThat(spans(refused, CLIENT)).isEmpty();
    }

    @Test
    void aSharedCallBelongsToTheTraceOfTheRequestThatBeganIt() {
        givenGet("/getUsers", json("[]").withFixedDelay(300));
        String second = newTrace();
        CompletableFuture<Response> first = CompletableFuture.supplyAsync(() -> traced().get("/getUsers"));
        eventually("the call is under way", () -> calls("/getUsers") == 1);

        Response shared = traced(second, "01").get("/getUsers");

        assertThat(shared.header("Cache-Status")).endsWith("collapsed");
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(spans(CLIENT)).hasSize(1);
        assertThat(spans(second, CLIENT)).isEmpty();
    }

    @Test
    void logLinesCarryTheTrace() {
        givenGet("/getUsers", json("{}").withStatus(500));

        List<String> traces = LoggedTraces.of("io.eventmanagement.upstream.CallFailures", () -> traced().get("/getUsers"));

        assertThat(traces).containsExactly(trace);
    }

    @Test
    void whatIsAskedOnTheManagementPortIsNotTraced() {
        String probe = newTrace();
        for (String path : List.of("health/live", "metrics", "circuits")) {
            assertThat(RestAssured.given().header("traceparent", "00-" + probe + "-" + SPAN_OF_CLIENT + "-01")
                    .get(management + path).statusCode()).isEqualTo(200);
        }
        traced().get("/getEventsByUserId/1");

        assertThat(spans(SERVER)).hasSize(1);
        assertThat(all(probe)).isEmpty();
    }
}

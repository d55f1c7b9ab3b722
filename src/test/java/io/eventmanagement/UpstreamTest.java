package io.eventmanagement;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static io.eventmanagement.Eventually.eventually;
import static io.restassured.RestAssured.given;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;

import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.reads.Reads;
import io.eventmanagement.testing.ApiDescription;
import io.eventmanagement.upstream.RetryBudget;
import io.quarkiverse.wiremock.devservice.ConnectWireMock;
import io.restassured.filter.FilterContext;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.restassured.specification.RequestSpecification;

/** A test with WireMock as event.com: its stubs, what reached it, and circuits and cache as new before each test. */
@ConnectWireMock
public abstract class UpstreamTest {

    protected static final String ADDED = "{\"success\":true}";

    private static boolean warm;

    protected WireMock eventCom;

    @Inject
    protected Circuits circuits;

    @Inject
    protected Reads reads;

    @Inject
    FairBulkhead bulkhead;

    @Inject
    RetryBudget retryBudget;

    @BeforeEach
    void startAfresh() {
        if (!warm && needsWarmth()) {
            warmUp();
            warm = true;
        }
        // A call that nobody waited for may still be under way.
        eventually("no call is left over", () -> bulkhead.running() == 0);
        eventCom.resetToDefaultMappings();
        circuits.all().forEach(Circuit::reset);
        reads.clear();
        // As after many calls, so that each failed read may be tried again.
        IntStream.range(0, 1_000).forEach(call -> retryBudget.tried());
    }

    /** The first calls of a JVM take longer than the tests' short time-outs. */
    private void warmUp() {
        givenUser("warm", "up");
        givenEvent("up", json("{}"));
        givenAdd(json(ADDED));
        eventually("a first answer", () -> {
            reads.clear();
            circuits.all().forEach(Circuit::reset);
            return withToken().get("/getEventsByUserId/warm").statusCode() == 200
                    && withToken().contentType(ContentType.JSON).body("{\"name\":\"n\",\"userId\":\"warm\"}")
                            .post("/addEvent").statusCode() == 200;
        });
    }

    /** Whether the first request must be a quick one. */
    protected boolean needsWarmth() {
        return true;
    }

    /** What a request has to bring, where the service asks for a token; null where it doesn't. */
    protected String token() {
        return null;
    }

    private RequestSpecification withToken() {
        return token() == null ? request() : request().header("Authorization", "Bearer " + token());
    }

    // ---- What event.com answers ----

    protected static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    /** Its word for an id that it doesn't know. */
    protected static ResponseDefinitionBuilder empty() {
        return aResponse().withHeader("Content-Length", "0");
    }

    protected void givenGet(String url, ResponseDefinitionBuilder answer) {
        eventCom.register(get(urlEqualTo(url)).willReturn(answer));
    }

    protected void givenUser(String encodedId, String... keys) {
        givenGet("/getUserById/" + encodedId, json("{\"id\":1,\"events\":["
                + Stream.of(keys).map(key -> '"' + key + '"').collect(Collectors.joining(",")) + "]}"));
    }

    protected void givenEvent(String encodedKey, ResponseDefinitionBuilder answer) {
        givenGet("/getEventById/" + encodedKey, answer);
    }

    protected void givenAdd(ResponseDefinitionBuilder answer) {
        eventCom.register(post("/addEvent").willReturn(answer));
    }

    // ---- What reached it ----

    /** All calls so far. */
    protected int calls() {
        return eventCom.find(anyRequestedFor(anyUrl())).size();
    }

    /** The calls so far whose path starts like that. */
    protected int calls(String path) {
        return requests(path).size();
    }

    protected List<LoggedRequest> requests(String path) {
        return eventCom.find(anyRequestedFor(urlMatching(path + "(/.*)?")));
    }

    // ---- What a client sends ----

    /** A request whose path is sent as it is written. */
    public static RequestSpecification request() {
        return given().urlEncodingEnabled(false).filter(UpstreamTest::holdAgainstDescription);
    }

    /** Each answer has to be described, and what was served described as being served. */
    private static Response holdAgainstDescription(FilterableRequestSpecification request,
            FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        ApiDescription.find(request.getMethod(), URI.create(request.getURI()).getRawPath()).ifPresent(operation -> {
            ApiDescription.assertAnswer(operation, response.statusCode(), response.contentType(),
                    new String(response.asByteArray(), StandardCharsets.UTF_8));
            if (response.statusCode() / 100 == 2) {
                ApiDescription.assertServed(operation, request.<Object> getBody() == null ? "" : request.getBody().toString());
            }
        });
        return response;
    }

    protected static Response add(String body) {
        return request().contentType(ContentType.JSON).body(body).post("/addEvent");
    }
}

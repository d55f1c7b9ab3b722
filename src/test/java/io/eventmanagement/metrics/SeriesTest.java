package io.eventmanagement.metrics;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.eventmanagement.RawHttp;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;

/** Nobody can make series: each takes memory here and in Prometheus for as long as they run. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class SeriesTest extends UpstreamTest {

    private static final int MANY = 20;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    /** One of each kind of request, with this in each place that a client can fill. */
    private void send(String any) throws IOException {
        request().get("/getEventsByUserId/" + any);
        request().get("/api/getEventsByUserId/" + any);
        request().get("/getEventsByUserId/none-" + any);
        request().get("/" + any);
        request().get("/getUsers/" + any + "/x");
        request().get("/getUsers?q=" + any);
        request().get("/q/" + any);
        request().delete("/getEventsByUserId/" + any);
        request().header("Accept", "x/" + any).get("/getUsers");
        request().contentType(ContentType.JSON).body("{\"name\":\"n\",\"userId\":\"" + any + "\"}").post("/addEvent");
        request().contentType("text/" + any).body("x").post("/addEvent");
        RawHttp.send("POST /addEvent HTTP/1.1", "Content-Type: multipart/" + any, "Content-Length: 0");
        RawHttp.send("M" + any + " /getUsers HTTP/1.1");
        RawHttp.send("M" + any + " /getEventsByUserId/" + any + " HTTP/1.1");
        RawHttp.send("M" + any + " /" + any + " HTTP/1.1");
        RawHttp.send("OPTIONS /" + any + " HTTP/1.1");
        RawHttp.send("GET /%" + any + " HTTP/1.1");
        RawHttp.send("GET " + any + " HTTP/1.1");
        RawHttp.send("CONNECT " + any + ":1 HTTP/1.1");
        RawHttp.send("GET /" + any + " " + any + " HTTP/1.1");
        hangUp("POST /" + any + " HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n");
        hangUp("M" + any + " /" + any);
    }

    private static void hangUp(String soFar) throws IOException {
        try (Socket client = RawHttp.connect()) {
            client.getOutputStream().write(soFar.getBytes(UTF_8));
        }
    }

    @Test
    void areAsManyAfterManyDifferentRequestsAsAfterOneOfEachKind() throws IOException {
        eventCom.register(any(urlMatching("/getUserById/none-.*")).atPriority(2).willReturn(empty()));
        eventCom.register(any(urlMatching("/getUserById/.*")).atPriority(3)
                .willReturn(json("{\"events\":[\"{{request.pathSegments.[1]}}-key\",\"gone\"]}")
                        .withTransformers("response-template")));
        eventCom.register(any(urlMatching("/getEventById/.*-key")).willReturn(json("{}")));
        givenEvent("gone", empty());
        givenGet("/getUsers", json("[]"));
        givenAdd(json(ADDED));
        send("first");
        Set<String> before = Scrape.of(metrics).ours();

        for (int i = 0; i < MANY; i++) {
            send(i + "-x");
        }

        Scrape now = Scrape.of(metrics);
        assertThat(now.ours()).isEqualTo(before);
        assertThat(now.sum("http_server_requests_seconds_count", "uri=\"/getEventsByUserId/{id}\"", "status=\"200\""))
                .isGreaterThanOrEqualTo(MANY);
        assertThat(now.sum("http_server_requests_seconds_count", "uri=\"other\"", "method=\"other\""))
                .isGreaterThanOrEqualTo(3 * MANY);
        assertThat(now.sum("http_client_requests_seconds_count", "uri=\"/getEventById/{key}\""))
                .isGreaterThanOrEqualTo(MANY);
    }

    @Test
    void tellOfARefusalAtWhichRouteItWas() throws IOException {
        request().contentType(ContentType.JSON).body("{}").post("/addEvent");

        assertThat(Scrape.of(metrics).sum("http_server_requests_seconds_count", "uri=\"/addEvent\"", "status=\"400\""))
                .isPositive();
    }

    @Test
    void areAFewThousandAllInAll() {
        assertThat(Scrape.of(metrics).series()).hasSizeLessThan(4_000);
    }
}

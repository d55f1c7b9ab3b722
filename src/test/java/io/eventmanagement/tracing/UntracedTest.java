package io.eventmanagement.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.eventmanagement.ProblemAssert;
import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** As the service is without OTEL_EXPORTER_OTLP_ENDPOINT. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class UntracedTest extends UpstreamTest {

    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void neitherAProblemNorACallOfEventComNamesATrace() {
        givenGet("/getUsers", json("{}").withStatus(500));

        Response response = request().header("traceparent", TRACEPARENT).get("/getUsers");

        // There, traceId isn't a member that a problem may have.
        ProblemAssert.assertProblem(response, 502, "upstream-failed", "/getUsers");
        assertThat(requests("/getUsers")).hasSize(3)
                .allSatisfy(call -> assertThat(call.containsHeader("traceparent")).isFalse());
    }
}

package io.eventmanagement;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;

import io.eventmanagement.testing.ApiDescription;
import io.eventmanagement.testing.ApiDescription.Operation;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The API's description, as it is served and as it is kept. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class ApiDescriptionTest {

    @Test
    void theOneThatIsKeptIsTheOneThatIsServed() throws IOException {
        assertThat(get("/q/openapi").asString())
                .as("after a change: curl localhost:3000/q/openapi > " + ApiDescription.FILE)
                .isEqualTo(Files.readString(ApiDescription.FILE));
    }

    @Test
    void everyRouteIsDescribed() {
        assertThat(ApiDescription.operations()).extracting(Operation::method, Operation::path)
                .map(operation -> operation.toList().get(0) + " " + operation.toList().get(1))
                .containsExactlyInAnyOrder("GET /getUsers", "GET /getEvents", "GET /getEventsByUserId/{id}", "POST /addEvent",
                        "GET /api/getUsers", "GET /api/getEvents", "GET /api/getEventsByUserId/{id}", "POST /api/addEvent",
                        "GET /api/v1/users", "GET /api/v1/users/{id}", "GET /api/v1/users/{id}/events", "GET /api/v1/events",
                        "GET /api/v1/events/{key}", "POST /api/v1/events", "GET /api/v1/operations/{id}");
    }

    @Test
    void thereIsAPageToReadIt() {
        assertThat(get("/q/swagger-ui/").asString()).contains("swagger-ui");
    }
}

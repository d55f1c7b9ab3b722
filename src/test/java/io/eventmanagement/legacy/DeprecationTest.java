package io.eventmanagement.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WithExtras;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** What clients of the original routes are told once these have a date. */
@QuarkusTest
@TestProfile(WithExtras.class)
class DeprecationTest extends UpstreamTest {

    @ParameterizedTest
    @CsvSource({ "/getUsers, /api/v1/users", "/api/getEvents, /api/v1/events",
            "/getEventsByUserId/a%20b, /api/v1/users/a%20b/events", "/addEvent, /api/v1/events" })
    void anOriginalRouteTellsItsDateAndItsSuccessorEvenIfItFails(String route, String successor) {
        Response response = request().get(route);

        assertThat(response.header("Deprecation")).isEqualTo("@1801353600");
        assertThat(response.header("Link")).isEqualTo("<" + successor + ">; rel=\"successor-version\"");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/api/v1/users", "/q/openapi", "/getUsersX", "/x/getUsers" })
    void nothingElseDoes(String path) {
        givenGet("/getUsers", json("[]"));

        Response response = request().get(path);

        assertThat(response.header("Deprecation")).isNull();
        assertThat(response.header("Link")).isNull();
    }

    @Test
    void theSuccessorIsThere() {
        givenUser("a%20b");

        assertThat(request().get("/api/v1/users/a%20b/events").statusCode()).isEqualTo(200);
    }
}

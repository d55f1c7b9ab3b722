package io.eventmanagement;

import static io.eventmanagement.ProblemAssert.assertProblem;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** The original routes of the packaged service, in front of its own stand-in. */
@QuarkusIntegrationTest
@TestProfile(ServiceIT.WithStandIn.class)
class ServiceIT {

    public static class WithStandIn implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            // The first calls of a JVM on a busy machine take longer than the default time-outs.
            return Map.of("event-api.stand-in", "true", "stand-in.event-delay-ms", "50", "management-port", "0",
                    "shutdown.delay-ms", "0", "event-api.connect-timeout-ms", "10000", "event-api.read-timeout-ms", "15000",
                    "event-api.add-timeout-ms", "15000", "event-api.deadline-ms", "60000");
        }
    }

    @Test
    void listsUsers() {
        when().get("/getUsers").then().statusCode(200).body("userName", contains("user1", "user2", "user3"));
    }

    @Test
    void listsEvents() {
        when().get("/api/getEvents").then().statusCode(200).body("name", hasItems("Event 1", "Event 2", "Event 4"));
    }

    @Test
    void fetchesAUsersEvents() {
        when().get("/getEventsByUserId/1").then().statusCode(200).body("name", contains("Event 1", "Event 1"));
    }

    @Test
    void addsAnEvent() {
        given().contentType("application/json").body("{\"name\": \"Launch\", \"userId\": 3}")
                .when().post("/addEvent")
                .then().statusCode(200).body("success", equalTo(true));
        when().get("/getEventsByUserId/3").then().body("name", contains("Event 4", "Launch"));
    }

    @Test
    void answersErrorsInOneShape() {
        when().get("/nowhere").then().statusCode(404).contentType("application/problem+json")
                .body("type", equalTo("urn:problem:not-found")).body("success", equalTo(false))
                .body("instance", equalTo("/nowhere"));
    }

    @Test
    void namesWhatIsWrongWithAnEvent() {
        given().contentType("application/json").body("{\"id\": 1, \"userId\": true}")
                .when().post("/addEvent")
                .then().statusCode(400).contentType("application/problem+json")
                .body("errors.field", containsInAnyOrder("id", "name", "userId")).body("errors.message", hasSize(3));
    }

    @Test
    void answersVersion1() {
        when().get("/api/v1/users?limit=1").then().statusCode(200).body("items.name", contains("user1"))
                .body("next", notNullValue());
        when().get("/api/v1/users/2").then().statusCode(200).body("name", equalTo("user2"));
        when().get("/api/v1/events/event-3").then().statusCode(200).body("key", equalTo("event-3"));
    }

    @Test
    void namesWhatIsWrongWithAParameter() {
        when().get("/api/v1/users?limit=0").then().statusCode(400).body("errors.field", contains("limit"));
    }

    @Test
    void describesItself() {
        when().get("/q/openapi").then().statusCode(200).body(containsString("openapi: 3.1"));
        when().get("/q/swagger-ui/").then().statusCode(200).body(containsString("swagger-ui-bundle.js"));
    }

    @Test
    void answersAPathThatCannotBeReadInTheSameShape() throws IOException {
        assertProblem(RawHttp.send("GET /%zz HTTP/1.1"), 400, "bad-request", "/%zz");
    }
}

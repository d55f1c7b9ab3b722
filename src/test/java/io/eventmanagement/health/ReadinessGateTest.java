package io.eventmanagement.health;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.eventmanagement.CountedTest;
import io.eventmanagement.NarrowUpstream;
import io.eventmanagement.ShiftedTime;
import io.eventmanagement.circuit.Circuit;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;

/** Readiness with EVENT_API_READINESS_GATE=true. */
@QuarkusTest
@TestProfile(NarrowUpstream.class)
class ReadinessGateTest extends CountedTest {

    @TestHTTPResource(value = "/health", management = true)
    URL health;

    @Inject
    ShiftedTime time;

    @Test
    void isUpWhileAllCircuitsAreClosed() {
        assertThat(get(health + "/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void isDownWhileACircuitIsOpenAndTheServiceLivesOn() {
        for (int i = 0; i < 3; i++) {
            given().contentType(ContentType.JSON).body("{\"name\":\"n\",\"userId\":1}").post("/addEvent");
        }

        assertThat(get(health + "/ready").statusCode()).isEqualTo(503);
        assertThat(get(health + "/ready").jsonPath().getString("status")).isEqualTo("DOWN");
        assertThat(get(health + "/live").statusCode()).isEqualTo(200);
        circuits.all().forEach(Circuit::reset);
        assertThat(get(health + "/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void isUpAgainOnceTheWaitIsOverSinceOnlyAClientCanCloseTheCircuit() {
        for (int i = 0; i < 3; i++) {
            given().contentType(ContentType.JSON).body("{\"name\":\"n\",\"userId\":1}").post("/addEvent");
        }
        assertThat(get(health + "/ready").statusCode()).isEqualTo(503);

        time.advance(Duration.ofSeconds(12));

        assertThat(get(health + "/ready").statusCode()).isEqualTo(200);
        assertThat(get(health + "/ready").jsonPath().getString("checks.find { it.name == 'add-event' }.data.state"))
                .isEqualTo("HALF_OPEN");
    }
}

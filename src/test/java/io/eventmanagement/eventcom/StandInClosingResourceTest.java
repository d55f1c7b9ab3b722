package io.eventmanagement.eventcom;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.WideUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;

@QuarkusTest
@TestProfile(WideUpstream.class)
class StandInClosingResourceTest {

    @ParameterizedTest
    @ValueSource(strings = { "getUsers", "getEvents" })
    void aListMayEndInAClosedConnectionInsteadOfAnAnswer(String call) throws IOException {
        String request = "GET /event.com/%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(call);

        assertThat(RawHttp.untilClosed(RestAssured.port, request)).isEmpty();
    }

    @Test
    void whatIsNoListNeverDoes() {
        when().get("/event.com/getUserById/1").then().statusCode(200);
        when().get("/event.com/getEventById/event-1").then().statusCode(200);
        given().contentType(ContentType.JSON).post("/event.com/addEvent").then().statusCode(500);
    }
}

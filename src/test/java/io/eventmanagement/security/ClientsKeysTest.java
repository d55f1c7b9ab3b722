package io.eventmanagement.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

/** Each client's idempotency keys are its own. */
@QuarkusTest
@TestProfile(TokenTest.WithTokens.class)
class ClientsKeysTest extends TokenScene {

    private Response addAs(String subject, String userId) {
        String token = Tokens.valid(issuer, Access.WRITE, claims -> claims.setSubject(subject));
        return request().contentType(ContentType.JSON).header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", "the-same").body("{\"name\":\"n\",\"userId\":\"" + userId + "\"}")
                .post("/api/v1/events");
    }

    @Test
    void theSameKeyOfAnotherClientIsAnotherKey() {
        givenUser("1");
        givenUser("2");
        givenAdd(json(ADDED));

        Response first = addAs("one", "1");
        Response again = addAs("one", "1");
        Response others = addAs("two", "2");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(others.statusCode()).isEqualTo(201);
        assertThat(others.header("Location")).isNotEqualTo(first.header("Location"));
        assertThat(calls("/addEvent")).isEqualTo(2);
    }
}

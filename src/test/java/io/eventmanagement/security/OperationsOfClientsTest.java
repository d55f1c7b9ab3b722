package io.eventmanagement.security;

import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.function.Consumer;

import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.TestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** Who sees what became of an accepted add, with tokens. */
@QuarkusTest
@TestProfile(TokenTest.WithTokens.class)
class OperationsOfClientsTest extends TokenScene {

    private static final Consumer<JwtClaims> NAMELESS = claims -> claims.unsetClaim("sub");

    TestPostgres postgres;

    @BeforeEach
    void givenAUser() {
        givenUser("1");
        givenAdd(json(ADDED));
    }

    private RequestSpecification as(Consumer<JwtClaims> who) {
        return request().header("Authorization",
                "Bearer " + Tokens.valid(issuer, Access.READ + " " + Access.WRITE, who));
    }

    private static Consumer<JwtClaims> named(String subject) {
        return claims -> claims.setSubject(subject);
    }

    private Response accept(Consumer<JwtClaims> who) {
        Response accepted = as(who).header("Prefer", "respond-async").contentType("application/json")
                .body("{\"name\":\"Launch\",\"userId\":\"1\"}").post("/api/v1/events");
        assertThat(accepted.statusCode()).isEqualTo(202);
        return accepted;
    }

    private void assertUnknown(Consumer<JwtClaims> who, String path) {
        assertProblem(as(who).get(path), 404, "no-such-operation", path);
    }

    @Test
    void onlyItsOwnClientDoes() {
        String path = accept(named("a")).header("Location");

        assertThat(as(named("a")).get(path).statusCode()).isEqualTo(200);
        assertUnknown(named("b"), path);
        assertUnknown(NAMELESS, path);
        assertUnknown(named(""), path);
    }

    /** Nobody can say that it is theirs. */
    @Test
    void nobodySeesThatOfATokenThatNamesNobody() {
        String path = accept(NAMELESS).header("Location");

        assertUnknown(NAMELESS, path);
        assertUnknown(named(""), path);
        assertUnknown(named("a"), path);
    }

    @Test
    void nobodySeesWhatWasAcceptedBeforeTokensWereOn() {
        UUID id = UUID.randomUUID();
        postgres.execute("insert into operation (id, event_id, user_id, client, body, state, is_next, finished_at) values ('"
                + id + "', 'e', '9', '', '{}', 'delivered', false, now())");
        String path = "/api/v1/operations/" + id;

        assertUnknown(NAMELESS, path);
        assertUnknown(named(""), path);
        assertUnknown(named("a"), path);
    }
}

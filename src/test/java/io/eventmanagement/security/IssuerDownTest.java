package io.eventmanagement.security;

import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static io.eventmanagement.security.Access.READ;
import static io.eventmanagement.security.Tokens.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.eventmanagement.RawHttp.Reply;
import io.eventmanagement.ShiftedTime;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The service was started while nobody could reach the issuer. */
@QuarkusTest
@TestProfile(IssuerDownTest.WithoutIssuer.class)
@QuarkusTestResource(value = IssuerResource.Down.class, restrictToAnnotatedClass = true)
class IssuerDownTest extends TokenScene {

    public static class WithoutIssuer extends WireMockUpstream {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new TreeMap<>(super.getConfigOverrides());
            // As often as a test likes.
            settings.put("quarkus.oidc.token.forced-jwk-refresh-interval", "0S");
            settings.put("quarkus.oidc.connection-timeout", "500ms");
            return settings;
        }
    }

    @Inject
    ShiftedTime time;

    @TestHTTPResource(value = "/health/ready", management = true)
    String health;

    /** Needs no answer of event.com. */
    @Override
    protected boolean needsWarmth() {
        return false;
    }

    @Test
    void tokensAreAnsweredWith503UntilTheIssuerIsBackAndThenServed() throws Exception {
        givenGet("/getUsers", json("[]"));
        String token = Tokens.signed(KEY, Tokens.claims(issuer, READ));

        // Nobody is there.
        Reply refused = send("GET /getUsers", token);
        assertUnchecked(refused);

        // Somebody is there, and says nothing.
        issuer.hang();
        time.advance(IssuerWatch.PAUSE);
        assertUnchecked(send("GET /getUsers", token));
        assertUnchecked(send("GET /getUsers", token));
        assertThat(issuer.asked()).isLessThanOrEqualTo(1);
        issuer.stop();

        // Somebody is there, and is ill.
        issuer.startIll();
        time.advance(IssuerWatch.PAUSE);
        assertUnchecked(send("GET /getUsers", token));
        issuer.stop();

        // Meanwhile what needs no token is answered, and who has none is told so.
        assertThat(health()).isEqualTo(200);
        assertThat(status("OPTIONS /getUsers", null)).isEqualTo(204);
        Reply missing = send("GET /getUsers", null);
        assertProblem(missing, 401, "unauthorized", "/getUsers");
        assertThat(calls()).isZero();

        issuer.start();

        eventually("the issuer is found", () -> {
            time.advance(IssuerWatch.PAUSE);
            // Whoever comes first with what is no token at all doesn't use up the one try.
            assertThat(status("GET /getUsers", "...")).isEqualTo(401);
            return status("GET /getUsers", token) == 200;
        });
        assertThat(status("GET /getUsers", token + "x")).isEqualTo(401);

        // The keys are known, so it isn't needed, and who makes up a key holds up nobody else.
        issuer.stop();
        String unknown = Tokens.signed(Tokens.key("unknown"), Tokens.claims(issuer, READ));
        assertThat(status("GET /getUsers", token)).isEqualTo(200);
        assertThat(status("GET /getUsers", unknown)).isEqualTo(401);
        issuer.hang();
        assertThat(status("GET /getUsers", unknown)).isEqualTo(503);
        assertThat(status("GET /getUsers", token)).isEqualTo(200);
    }

    private void assertUnchecked(Reply reply) {
        assertProblem(reply, 503, "identity-provider-unavailable", "/getUsers");
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.header("WWW-Authenticate")).isNull();
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(calls()).isZero();
    }

    private int health() {
        return request().get(health).statusCode();
    }
}

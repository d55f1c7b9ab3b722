package io.eventmanagement.ratelimit;

import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.RawHttp.Reply;
import io.eventmanagement.ShiftedTime;
import io.eventmanagement.WireMockUpstream;
import io.eventmanagement.security.IssuerResource;
import io.eventmanagement.security.TokenScene;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** With tokens, a client is the subject of its token, from wherever it calls. */
@QuarkusTest
@TestProfile(SubjectsTest.LimitedWithTokens.class)
@QuarkusTestResource(value = IssuerResource.class, restrictToAnnotatedClass = true)
class SubjectsTest extends TokenScene {

    private static final int REQUESTS = 5;

    public static class LimitedWithTokens extends WireMockUpstream {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new TreeMap<>(super.getConfigOverrides());
            settings.put("rate-limit.requests", String.valueOf(REQUESTS));
            settings.put("rate-limit.window-ms", "60000");
            return settings;
        }
    }

    @Inject
    ShiftedTime time;

    @Override
    protected boolean needsWarmth() {
        return false;
    }

    @BeforeEach
    void stopTheClock() {
        time.stop();
    }

    @AfterEach
    void startTheClock() {
        time.start();
    }

    private void useUp(String token) throws IOException {
        for (int i = 0; i < REQUESTS; i++) {
            send("GET /nix", token);
        }
    }

    @Test
    void aSubjectIsLimitedAndNoOtherWithIt() throws IOException {
        givenGet("/getUsers", json("[]"));
        useUp(readerNamed("one"));

        assertProblem(send("GET /getUsers", readerNamed("one")), 429, "rate-limited", "/getUsers");
        assertThat(send("GET /getUsers", readerNamed("two")).status()).isEqualTo(200);
        assertThat(calls()).isEqualTo(1);
    }

    /** Nor can somebody without a valid token use up what is another's. */
    @Test
    void whoIsRefusedIsLimitedByItsAddress() throws IOException {
        givenGet("/getUsers", json("[]"));
        Reply first = send("GET /getUsers", readerNamed("three") + "x");
        useUp(readerNamed("three") + "x");

        Reply last = send("GET /getUsers", null);

        assertProblem(first, 401, "unauthorized", "/getUsers");
        assertThat(first.header("RateLimit")).startsWith("\"default\";r=4;");
        assertProblem(last, 429, "rate-limited", "/getUsers");
        assertThat(send("GET /getUsers", readerNamed("three")).status()).isEqualTo(200);
    }
}

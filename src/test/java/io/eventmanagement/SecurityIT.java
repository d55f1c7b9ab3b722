package io.eventmanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.eventmanagement.security.FakeIssuer;
import io.eventmanagement.security.IssuerResource;
import io.eventmanagement.security.Tokens;

/** Tokens, limits and sites are switched on by the environment of the packaged service, as it was built. */
class SecurityIT {

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    @Test
    void tokensAreNeededIfTheEnvironmentSaysSo() throws Exception {
        FakeIssuer issuer = new FakeIssuer();
        try (PackagedService service = PackagedService.start(Map.of("EVENT_API_STAND_IN", "true", "STAND_IN_CLOSE_RATIO", "0",
                "OIDC_ENABLED", "true", "OIDC_ISSUER", issuer.url(), "OIDC_AUDIENCE", IssuerResource.AUDIENCE))) {
            String token = Tokens.valid(issuer, "events:read");

            assertThat(service.getWithToken("/getUsers", token).statusCode()).isEqualTo(503);
            assertThat(service.isReady()).isTrue();

            issuer.publish(Tokens.KEY);
            issuer.start();

            Eventually.eventually("the issuer is found",
                    () -> service.getWithToken("/getUsers", token).statusCode() == 200);
            assertThat(service.get("/getUsers").statusCode()).isEqualTo(401);
            assertThat(header(service.get("/getUsers"), "WWW-Authenticate")).isEqualTo("Bearer scope=\"events:read\"");
            assertThat(service.getWithToken("/getUsers", "garbage").statusCode()).isEqualTo(401);
            assertThat(service.getWithToken("/getUsers", Tokens.valid(issuer, "events:write")).statusCode()).isEqualTo(403);
            assertThat(service.post("/addEvent", "{}").statusCode()).isEqualTo(401);
            assertThat(service.get("/event.com/getUsers").statusCode()).isEqualTo(200);
        } finally {
            issuer.stop();
        }
    }

    @Test
    void limitsAndSitesAreThoseOfTheEnvironment() throws Exception {
        try (PackagedService service = PackagedService.start(Map.of("EVENT_API_STAND_IN", "true", "RATE_LIMIT_REQUESTS", "2",
                "RATE_LIMIT_WINDOW_MS", "600000", "TRUSTED_PROXIES", "10.0.0.0/8", "CORS_ORIGINS",
                "https://app.example.com"))) {

            HttpResponse<String> first = service.getFrom("https://app.example.com", "/nix");
            assertThat(header(first, "RateLimit")).startsWith("\"default\";r=1;");
            assertThat(header(first, "Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
            assertThat(header(service.getFrom("https://evil.org", "/nix"), "Access-Control-Allow-Origin")).isNull();

            HttpResponse<String> refused = service.get("/getUsers");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("urn:problem:rate-limited");
            assertThat(Integer.parseInt(header(refused, "Retry-After"))).as("one comes back each 300 s").isBetween(1, 300);
        }
    }

    /** Whatever it is that keeps tokens from being checked. */
    @Test
    void whereTokensCannotBeCheckedNobodyIsLetThrough() throws Exception {
        FakeIssuer issuer = new FakeIssuer();
        issuer.publish(Tokens.KEY);
        issuer.start();
        try (PackagedService service = PackagedService.start(Map.of("EVENT_API_STAND_IN", "true", "OIDC_ENABLED", "true",
                "OIDC_ISSUER", issuer.url(), "OIDC_AUDIENCE", IssuerResource.AUDIENCE, "QUARKUS_OIDC_TENANT_ENABLED",
                "false"))) {

            assertThat(service.getWithToken("/getUsers", Tokens.valid(issuer, "events:read")).statusCode()).isEqualTo(401);
            assertThat(service.get("/getUsers").statusCode()).isEqualTo(401);
        } finally {
            issuer.stop();
        }
    }

    @Test
    void tokensWithoutAnIssuerEndTheStart() throws Exception {
        try (PackagedService service = PackagedService.launch(Map.of("OIDC_ENABLED", "true"))) {

            assertThat(service.exitCode()).isEqualTo(1);
            assertThat(service.output()).as("no request was served").doesNotContain("Listening on");
            assertThat(service.output().lines()).containsSequence("The service can't start with these settings:",
                    "  OIDC_ISSUER isn't set: OIDC_ENABLED=true needs it",
                    "  OIDC_AUDIENCE isn't set: OIDC_ENABLED=true needs it");
        }
    }
}

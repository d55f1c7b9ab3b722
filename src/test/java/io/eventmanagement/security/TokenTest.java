package io.eventmanagement.security;

import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.security.Access.READ;
import static io.eventmanagement.security.Access.WRITE;
import static io.eventmanagement.security.Tokens.KEY;
import static io.eventmanagement.security.Tokens.claims;
import static io.eventmanagement.security.Tokens.nameless;
import static io.eventmanagement.security.Tokens.signed;
import static io.eventmanagement.security.Tokens.valid;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.RawHttp;
import io.eventmanagement.RawHttp.Reply;
import io.eventmanagement.WireMockUpstream;
import io.eventmanagement.delivery.PostgresResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** Requests with and without tokens, while tokens are needed. */
@QuarkusTest
@TestProfile(TokenTest.WithTokens.class)
class TokenTest extends TokenScene {

    public static class WithTokens extends WireMockUpstream {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new TreeMap<>(super.getConfigOverrides());
            // As often as a test likes.
            settings.put("quarkus.oidc.token.forced-jwk-refresh-interval", "0S");
            return settings;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(IssuerResource.class), new TestResourceEntry(PostgresResource.class));
        }
    }

    @BeforeEach
    void answerEverything() {
        givenGet("/getUsers", json("[]"));
        givenGet("/getEvents", json("[]"));
        givenUser("1");
        givenAdd(json(ADDED));
    }

    @AfterEach
    void publishTheFirstKeyAlone() {
        issuer.publish(KEY);
    }

    static final List<String> READS = List.of("/getUsers", "/getEvents", "/getEventsByUserId/1", "/api/getUsers",
            "/api/getEvents", "/api/getEventsByUserId/1");

    static final List<String> V1 = List.of("/api/v1/users", "/api/v1/users/1", "/api/v1/users/1/events", "/api/v1/events",
            "/api/v1/events/event-1");

    static Stream<String> served() {
        return READS.stream().flatMap(path -> Stream.of("GET " + path, "HEAD " + path));
    }

    static Stream<String> guardedReads() {
        return Stream.concat(READS.stream(), V1.stream()).flatMap(path -> Stream.of("GET " + path, "HEAD " + path));
    }

    static Stream<String> guardedWrites() {
        return Stream.of("POST /addEvent", "POST /api/addEvent", "POST /api/v1/events");
    }

    @ParameterizedTest
    @MethodSource("served")
    void aReadIsServedWithTheScopeToRead(String request) throws IOException {
        Reply reply = send(request, valid(issuer, READ));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("WWW-Authenticate")).isNull();
        assertThat(calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "POST /addEvent", "POST /api/addEvent" })
    void aWriteIsServedWithTheScopeToWrite(String request) throws IOException {
        Reply reply = send(request, valid(issuer, "openid " + WRITE + " more"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(calls("/addEvent")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource({ "guardedReads", "guardedWrites" })
    void withoutATokenNothingIsServed(String request) throws IOException {
        Reply reply = send(request, null);

        assertRefused(reply, 401, "unauthorized", request);
        assertThat(reply.header("WWW-Authenticate"))
                .isEqualTo("Bearer scope=\"" + (request.startsWith("POST") ? WRITE : READ) + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = { "Basic dXNlcjpwYXNz", "bearer", "Bearer", "Token abc" })
    void whatIsNoBearerTokenIsNone(String authorization) throws IOException {
        Reply reply = RawHttp.send("GET /getUsers HTTP/1.1", "Authorization: " + authorization);

        assertRefused(reply, 401, "unauthorized", "GET /getUsers");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer scope=\"events:read\"");
    }

    @ParameterizedTest
    @MethodSource("guardedReads")
    void aReadNeedsTheScopeToRead(String request) throws IOException {
        Reply reply = send(request, valid(issuer, WRITE + " events events:reader"));

        assertRefused(reply, 403, "forbidden", request);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer error=\"insufficient_scope\", scope=\"events:read\"");
    }

    @ParameterizedTest
    @MethodSource("guardedWrites")
    void aWriteNeedsTheScopeToWrite(String request) throws IOException {
        Reply reply = send(request, valid(issuer, READ));

        assertRefused(reply, 403, "forbidden", request);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer error=\"insufficient_scope\", scope=\"events:write\"");
    }

    static Stream<Map.Entry<String, Function<FakeIssuer, String>>> invalid() {
        return Stream.of(
                Map.entry("expired", issuer -> valid(issuer, READ, claims -> claims.setExpirationTime(
                        NumericDate.fromSeconds(NumericDate.now().getValue() - 1)))),
                Map.entry("without an end", issuer -> valid(issuer, READ, claims -> claims.unsetClaim("exp"))),
                Map.entry("not valid yet",
                        issuer -> valid(issuer, READ, claims -> claims.setNotBeforeMinutesInThePast(-5))),
                Map.entry("of another issuer", issuer -> valid(issuer, READ, claims -> claims.setIssuer("http://elsewhere"))),
                Map.entry("of no issuer", issuer -> valid(issuer, READ, claims -> claims.unsetClaim("iss"))),
                Map.entry("for another audience", issuer -> valid(issuer, READ, claims -> claims.setAudience("elsewhere"))),
                Map.entry("for no audience", issuer -> valid(issuer, READ, claims -> claims.unsetClaim("aud"))),
                Map.entry("garbage", issuer -> "garbage"),
                Map.entry("three parts of garbage", issuer -> "a.b.c"),
                Map.entry("cut", issuer -> valid(issuer, READ).substring(0, 300)),
                Map.entry("of another signature", issuer -> otherSignature(valid(issuer, READ))),
                Map.entry("unsigned", issuer -> Tokens.unsigned(claims(issuer, READ))),
                Map.entry("signed with the public key", issuer -> Tokens.signedWithThePublicKey(claims(issuer, READ))),
                Map.entry("of a known key's name", issuer -> signed(Tokens.key("first"), claims(issuer, READ))),
                Map.entry("of an unknown key", issuer -> signed(Tokens.key("unknown"), claims(issuer, READ))),
                Map.entry("naming no key, of an unknown one", issuer -> nameless(Tokens.key("unknown"), claims(issuer, READ))),
                Map.entry("naming no key, unsigned", issuer -> Tokens.unsigned(null, claims(issuer, READ))),
                Map.entry("naming no key, signed with the public key",
                        issuer -> Tokens.signedWithThePublicKey(null, claims(issuer, READ))));
    }

    private static String otherSignature(String token) {
        int dot = token.lastIndexOf('.');
        return token.substring(0, dot + 1) + new StringBuilder(token.substring(dot + 1)).reverse();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void aTokenThatIsInvalidIsNoToken(Map.Entry<String, Function<FakeIssuer, String>> invalid) throws IOException {
        Reply reply = send("GET /getUsers", invalid.getValue().apply(issuer));

        assertRefused(reply, 401, "unauthorized", "GET /getUsers");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    }

    /** Over some of these Quarkus stumbles, which says nothing of the issuer. */
    @ParameterizedTest
    @ValueSource(strings = { ".", "..", "...", ".....", "a.b.c", "a", "%" })
    void whatIsNoTokenIsRefusedAndNobodyElseIs(String text) throws IOException {
        assertThat(send("GET /getUsers", text).header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");

        assertThat(send("GET /getUsers", valid(issuer, READ)).status()).isEqualTo(200);
    }

    @Test
    void aTokenWithoutScopesAllowsNothing() throws IOException {
        Reply reply = send("GET /getUsers", valid(issuer, READ, claims -> claims.unsetClaim("scope")));

        assertRefused(reply, 403, "forbidden", "GET /getUsers");
    }

    @Test
    void theNameOfTheSchemeIsWrittenAsOneLikes() throws IOException {
        Reply reply = RawHttp.send("GET /getUsers HTTP/1.1", "Authorization: bEARER " + valid(issuer, READ));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    /** RFC 7515, 4.1.4: naming it is optional. */
    @Test
    void aTokenThatNamesNoKeyIsTakenIfAKeyOfTheIssuerHasSignedIt() throws IOException {
        RsaJsonWebKey next = Tokens.key("next");
        assertThat(send("GET /getUsers", nameless(KEY, claims(issuer, READ))).status()).isEqualTo(200);
        assertThat(send("GET /getUsers", nameless(next, claims(issuer, READ))).status()).isEqualTo(401);

        issuer.publish(KEY, next);

        eventually("the new key is known", () -> status("GET /getUsers", nameless(next, claims(issuer, READ))) == 200);
        assertThat(status("GET /getUsers", nameless(KEY, claims(issuer, READ)))).isEqualTo(200);
    }

    @Test
    void aNewKeyIsTakenAsSoonAsItIsPublished() throws IOException {
        RsaJsonWebKey next = Tokens.key("next");
        String token = signed(next, claims(issuer, READ));
        assertThat(send("GET /getUsers", token).status()).isEqualTo(401);

        issuer.publish(KEY, next);

        eventually("the new key is known", () -> status("GET /getUsers", token) == 200);
        assertThat(status("GET /getUsers", valid(issuer, READ))).isEqualTo(200);
    }
}

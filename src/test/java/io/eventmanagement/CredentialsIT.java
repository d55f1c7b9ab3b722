package io.eventmanagement;

import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;

/** Who the packaged service is to an event.com that checks it: by a key, a token, a certificate, through a proxy. */
class CredentialsIT {

    private static final String KEY = "the-key-0123456789";
    private static final String EVENT = "{\"name\":\"Launch\",\"userId\":1}";

    @TempDir
    Path dir;

    private String file(String name, String text) throws Exception {
        return Files.writeString(dir.resolve(name), text).toString();
    }

    /** In nothing that it tells. */
    private static void assertThatNothingIsTold(PackagedService service, String... secrets) {
        String told = service.output() + service.manage("/q/metrics").body() + service.manage("/q/health").body()
                + service.manage("/q/circuits").body() + service.manage("/q/cache").body()
                + shownBy(service);
        assertThat(told).doesNotContain(secrets);
    }

    /** All that the dashboard shows is in this, its settings included. */
    private static String shownBy(PackagedService service) {
        HttpResponse<String> shown = service.manage("/q/dashboard/data");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).contains("\"EVENT_API_BASE_URL\"");
        return shown.body();
    }

    /** The dashboard says whose fault it is. */
    private static void assertThatItIsOurAccess(PackagedService service, Runnable request) {
        eventually("it is our access", Duration.ofMillis(200), () -> {
            request.run();
            return shownBy(service).contains("It is our access to event.com");
        });
    }

    /** With what may tell something. */
    private static PackagedService start(Map<String, String> variables) throws Exception {
        Map<String, String> all = new HashMap<>(variables);
        all.put("DASHBOARD_ENABLED", "true");
        return PackagedService.start(all);
    }

    private static long lines(PackagedService service, String with) {
        return service.output().lines().filter(line -> line.contains(with)).count();
    }

    private static void assertThatNoCircuitHasCounted(PackagedService service) {
        assertThat(service.manage("/q/circuits").body()).contains("\"state\":\"CLOSED\"").doesNotContain("OPEN")
                .doesNotContain("\"failuresInWindow\":1");
    }

    @Test
    void aKeyIsSentAndOneThatIsNotTakenIsOurFault() throws Exception {
        try (CheckingEventCom eventCom = CheckingEventCom.plain();
                PackagedService service = start(Map.of("EVENT_API_BASE_URL",
                        "http://localhost:" + eventCom.port(), "EVENT_API_KEY_FILE", file("key", KEY + "\n"),
                        "EVENT_API_KEY_HEADER", "X-Events-Key"))) {
            eventCom.wantKey("X-Events-Key", KEY);

            assertThat(service.get("/getUsers").statusCode()).isEqualTo(200);
            assertThat(service.post("/addEvent", EVENT).statusCode()).isEqualTo(200);

            eventCom.wantKey("X-Events-Key", "another");
            for (int i = 0; i < 25; i++) {
                HttpResponse<String> read = service.get("/getEvents");
                assertThat(read.statusCode()).isEqualTo(502);
                assertThat(read.body()).contains("urn:problem:upstream-failed").doesNotContain(KEY);
            }
            assertThatItIsOurAccess(service, () -> service.get("/getEvents"));
            HttpResponse<String> add = service.post("/addEvent", EVENT);
            assertThat(add.statusCode()).isEqualTo(502);
            assertThat(add.body()).doesNotContain(KEY);
            eventCom.forbid(true);
            assertThat(service.post("/addEvent", EVENT).statusCode()).isEqualTo(502);

            assertThatNoCircuitHasCounted(service);
            assertThat(lines(service, "ERROR")).isEqualTo(1);
            assertThat(lines(service, "event.com doesn't accept our credentials: get-events: answered 401")).isEqualTo(1);
            assertThatNothingIsTold(service, KEY);
        }
    }

    @Test
    void aTokenIsFetchedRenewedAndReplacedThroughAProxy() throws Exception {
        try (CheckingEventCom eventCom = CheckingEventCom.plain();
                CheckingProxy proxy = new CheckingProxy("me:p@ss", eventCom.port())) {
            eventCom.wantTokens();
            eventCom.issuerIsDown(true);
            try (PackagedService service = start(Map.of("EVENT_API_BASE_URL", "http://event.example",
                    "EVENT_API_OAUTH_TOKEN_URL", "http://login.example/token",
                    "EVENT_API_OAUTH_CLIENT_ID", CheckingEventCom.CLIENT, "EVENT_API_OAUTH_CLIENT_SECRET_FILE",
                    file("secret", CheckingEventCom.SECRET), "EVENT_API_OAUTH_SCOPE", "read write", "EVENT_API_PROXY",
                    "http://me:p%40ss@localhost:" + proxy.port(), "CACHE_STALE_MS", "0",
                    "QUARKUS_LOG_CATEGORY__IO_QUARKUS_OIDC__LEVEL", "DEBUG"))) {
                withoutAnIssuer(service, eventCom);
                withTokens(service, eventCom);
                assertThat(proxy.passed()).isGreaterThanOrEqualTo(eventCom.asked() + eventCom.answers().size());
                assertThatNothingIsTold(service, CheckingEventCom.SECRET, "token-", "p@ss", "p%40ss", Base64.getEncoder()
                        .encodeToString((CheckingEventCom.CLIENT + ':' + CheckingEventCom.SECRET).getBytes()));
            }
        }
    }

    private static void withoutAnIssuer(PackagedService service, CheckingEventCom eventCom) {
        for (int i = 0; i < 25; i++) {
            HttpResponse<String> refused = service.get("/getUsers");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("urn:problem:upstream-credentials-unavailable");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
        assertThat(service.post("/addEvent", EVENT).statusCode()).isEqualTo(503);
        assertThatItIsOurAccess(service, () -> service.get("/getUsers"));
        assertThat(eventCom.answers()).isEmpty();
        assertThat(service.output()).contains("There is no access token for event.com: the token endpoint can't be reached: ");
        assertThatNoCircuitHasCounted(service);

        eventCom.issuerIsDown(false);
        eventually("there is a token", () -> service.get("/getUsers").statusCode() == 200);
        assertThat(eventCom.form()).hasToString("grant_type=client_credentials&scope=read+write");
    }

    private static void withTokens(PackagedService service, CheckingEventCom eventCom) {
        int before = eventCom.asked();
        eventCom.life(20);
        eventCom.revoke();
        assertThat(service.get("/getUsers").statusCode()).isEqualTo(200);
        assertThat(eventCom.asked()).as("replaced once").isEqualTo(before + 1);
        assertThat(eventCom.answers().stream().filter(status -> status == 401)).hasSize(1);

        eventually("renewed", Duration.ofMillis(50), () -> {
            assertThat(service.get("/getUsers").statusCode()).isEqualTo(200);
            return eventCom.asked() >= before + 2;
        });
        assertThat(eventCom.answers().stream().filter(status -> status == 401)).as("ahead of their end").hasSize(1);
        assertThat(service.post("/addEvent", EVENT).statusCode()).isEqualTo(200);

        eventCom.forbid(true);
        HttpResponse<String> forbidden = service.post("/addEvent", EVENT);
        assertThat(forbidden.statusCode()).isEqualTo(502);
        assertThat(forbidden.body()).doesNotContain("token-");
    }

    @Test
    void whatIsNoTokenIsNoneAndTheSecretGoesNowhereElse() throws Exception {
        try (CheckingEventCom elsewhere = CheckingEventCom.plain();
                CheckingEventCom eventCom = CheckingEventCom.plain();
                PackagedService service = start(Map.of("EVENT_API_BASE_URL",
                        "http://localhost:" + eventCom.port(), "EVENT_API_OAUTH_TOKEN_URL",
                        "http://localhost:" + eventCom.port() + "/token", "EVENT_API_OAUTH_CLIENT_ID",
                        CheckingEventCom.CLIENT, "EVENT_API_OAUTH_CLIENT_SECRET_FILE", file("secret", CheckingEventCom.SECRET),
                        "EVENT_API_DEADLINE_MS", "2000"))) {
            eventCom.wantTokens();
            eventually("with a token", () -> service.get("/getUsers").statusCode() == 200);

            List<Handler<HttpServerResponse>> noTokens = List.of(
                    answer -> answer.setStatusCode(303).putHeader("Location",
                            "http://localhost:" + elsewhere.port() + "/token").end(),
                    answer -> answer.putHeader("Content-Type", "text/html").end("<html>Sign in</html>"),
                    answer -> answer.end("{\"error\":\"temporarily_unavailable\"}"),
                    answer -> {
                        // Nothing comes.
                    });
            for (Handler<HttpServerResponse> noToken : noTokens) {
                eventCom.answerForTokens(noToken);
                eventCom.revoke();
                int before = eventCom.asked();
                eventually("it was asked again", () -> {
                    int status = service.get("/getEvents").statusCode();
                    assertThat(status).isIn(502, 503);
                    return eventCom.asked() > before;
                });
                assertThat(service.get("/getUsers").statusCode()).as("the last good answer").isEqualTo(200);
            }

            assertThat(elsewhere.asked()).as("not redirected").isZero();
            assertThatNoCircuitHasCounted(service);
            assertThat(lines(service, "There is no access token for event.com")).isPositive();
            assertThat(service.manage("/q/metrics").body()).containsPattern("upstream_token_failures_total [1-9]")
                    .contains("upstream_token_valid_until_seconds");
            assertThatNothingIsTold(service, CheckingEventCom.SECRET, "token-");
        }
    }

    @Test
    void aProxyThatDoesNotKnowUsIsOurFault() throws Exception {
        for (String eventComsUrl : List.of("http://event.example", "https://event.example")) {
            try (CheckingEventCom eventCom = CheckingEventCom.plain();
                    CheckingProxy proxy = new CheckingProxy("me:pass", eventCom.port());
                    PackagedService service = start(Map.of("EVENT_API_BASE_URL", eventComsUrl,
                            "EVENT_API_PROXY", "http://me:wrong@localhost:" + proxy.port()))) {
                for (int i = 0; i < 25; i++) {
                    assertThat(service.get("/getUsers").statusCode()).isEqualTo(502);
                }
                assertThat(service.post("/addEvent", EVENT).statusCode()).isEqualTo(502);

                assertThatItIsOurAccess(service, () -> service.get("/getUsers"));
                assertThat(lines(service,
                        "The proxy of EVENT_API_PROXY doesn't accept our credentials: get-users: answered 407")).isEqualTo(1);
                assertThatNoCircuitHasCounted(service);
                assertThatNothingIsTold(service, "wrong");
            }
        }
    }

    @Test
    void certificatesAreShownCheckedAndTakenAnewThroughAProxy() throws Exception {
        Stream.of("server", "client", "server2", "client2").forEach(this::makeCertificate);
        copy("server.crt", "ca.pem");
        copy("client.crt", "own.crt");
        copy("client.key", "own.key");
        try (CheckingEventCom eventCom = CheckingEventCom.withTls(dir, "server", "client");
                CheckingProxy proxy = new CheckingProxy("me:pass", eventCom.port());
                PackagedService service = start(Map.of("EVENT_API_BASE_URL", "https://localhost:443",
                        "EVENT_API_TLS_CA", dir + "/ca.pem", "EVENT_API_TLS_CERT", dir + "/own.crt", "EVENT_API_TLS_KEY",
                        dir + "/own.key", "EVENT_API_PROXY", "http://me:pass@localhost:" + proxy.port(),
                        "QUARKUS_TLS_UPSTREAM_RELOAD_PERIOD", "1S", "CIRCUIT_BREAKER_READ_DELAY_MS", "100"))) {
            assertThat(service.get("/getUsers").statusCode()).isEqualTo(200);
            assertThat(proxy.passed()).isPositive();

            eventCom.changeTls(dir, "server2", "client2");
            copy("server2.crt", "ca.pem");
            copy("client2.crt", "own.crt");
            copy("client2.key", "own.key");

            eventually("the new ones are used", () -> service.get("/getEvents").statusCode() == 200);
            assertThat(service.output()).doesNotContain("Certificate reload");
        }
    }

    private void copy(String from, String to) throws Exception {
        Files.copy(dir.resolve(from), dir.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Signed by itself: name.crt and name.key, in PEM. */
    private void makeCertificate(String name) {
        try {
            Path store = dir.resolve(name + ".p12");
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=dns:localhost",
                    "-storetype", "PKCS12", "-storepass", "changeit", "-keystore", store.toString()).inheritIO().start();
            assertThat(keytool.waitFor(30, TimeUnit.SECONDS) && keytool.exitValue() == 0).isTrue();
            KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
            file(name + ".crt", pem("CERTIFICATE", keys.getCertificate(name).getEncoded()));
            file(name + ".key", pem("PRIVATE KEY", keys.getKey(name, "changeit".toCharArray()).getEncoded()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes) + "\n-----END "
                + what + "-----\n";
    }

    @Test
    void credentialsThatCannotWorkEndTheStartAndAreNotTold() throws Exception {
        try (PackagedService service = PackagedService.launch(Map.of("EVENT_API_KEY", KEY, "EVENT_API_KEY_FILE",
                file("key", KEY), "EVENT_API_OAUTH_CLIENT_SECRET", CheckingEventCom.SECRET, "EVENT_API_TLS_CA",
                file("ca.pem", KEY)))) {

            assertThat(service.exitCode()).isEqualTo(1);
            assertThat(service.output().lines()).containsSequence(List.of("The service can't start with these settings:",
                    "  EVENT_API_KEY and EVENT_API_KEY_FILE are both set: allowed is one of them",
                    "  EVENT_API_OAUTH_TOKEN_URL isn't set: EVENT_API_OAUTH_CLIENT_SECRET needs it",
                    "  EVENT_API_TLS_CA=" + dir + "/ca.pem: there is no certificate in it (PEM)"));
            assertThat(service.output()).doesNotContain(KEY, CheckingEventCom.SECRET);
        }
    }
}

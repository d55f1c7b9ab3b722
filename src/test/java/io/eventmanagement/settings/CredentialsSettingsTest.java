package io.eventmanagement.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.config.SmallRyeConfig;

/** The settings by which event.com knows us, and the files and the proxy that they name. */
class CredentialsSettingsTest {

    private static final Map<String, String> TOKENS = Map.of("EVENT_API_OAUTH_TOKEN_URL", "https://login.example/token",
            "EVENT_API_OAUTH_CLIENT_ID", "me", "EVENT_API_OAUTH_CLIENT_SECRET", "hidden");

    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBczCCARmgAwIBAgIUQm2SGbUHbvkAAAAAAAAAAAAAAAAwCgYIKoZIzj0EAwIw
            -----END CERTIFICATE-----
            """;

    @TempDir
    Path dir;

    private String file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text).toString();
    }

    private static String read(Map<String, String> variables, String property) {
        return Configured.with(variables).getConfigValue(property).getValue();
    }

    private static Map<String, String> tokensWithout(String variable) {
        Map<String, String> some = new HashMap<>(TOKENS);
        some.remove(variable);
        return some;
    }

    @ParameterizedTest
    @CsvSource({ "EVENT_API_KEY, event-api.key", "EVENT_API_OAUTH_CLIENT_SECRET, event-api.oauth-client-secret",
            "DATABASE_PASSWORD, database.password" })
    void aSecretMayStandInAFile(String variable, String property) throws IOException {
        assertThat(read(Map.of(variable + "_FILE", file("a", "hidden\n")), property)).isEqualTo("hidden");
        assertThat(read(Map.of(variable + "_FILE", file("b", "hidden\r\n")), property)).isEqualTo("hidden");
        assertThat(read(Map.of(variable + "_FILE", file("c", "hid den")), property)).isEqualTo("hid den");
        assertThat(read(Map.of(variable, "hidden"), property)).isEqualTo("hidden");
    }

    @Test
    void aDatabasesPasswordInAFileIsItsPassword() throws IOException {
        Map<String, String> settings = Map.of("DATABASE_URL", "postgresql://user@db/events", "DATABASE_PASSWORD_FILE",
                file("password", "hidden\n"));

        assertThat(read(settings, "database-source.password")).isEqualTo("hidden");
    }

    @Test
    void aSecretIsTakenLiterally() throws IOException {
        String secret = "a${b}$$c\\${d},e";
        SmallRyeConfig config = Configured.with(Map.of("EVENT_API_OAUTH_CLIENT_SECRET_FILE", file("secret", secret)),
                Map.of("quarkus.oidc-client.credentials.client-secret.value", "${event-api.oauth-client-secret:}"));

        assertThat(config.getConfigMapping(CredentialsConfig.class).oauthClientSecret()).contains(secret);
        assertThat(config.getConfigValue("quarkus.oidc-client.credentials.client-secret.value").getValue()).isEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = { "EVENT_API_KEY", "EVENT_API_OAUTH_CLIENT_SECRET", "DATABASE_PASSWORD" })
    void aSecretIsGivenOnce(String variable) throws IOException {
        Map<String, String> both = new HashMap<>(TOKENS);
        both.put(variable, "hidden");
        both.put(variable + "_FILE", file("secret", "hidden"));

        assertThat(Configured.problemsTogether(both))
                .containsExactly(variable + " and " + variable + "_FILE are both set: allowed is one of them");
    }

    @Test
    void aSecretOfALowerSourceIsGivenTwiceToo() throws IOException {
        SmallRyeConfig config = Configured.with(Map.of("EVENT_API_KEY_FILE", file("key", "hidden")),
                Map.of("event-api.key", "hidden too"));
        List<String> problems = new ArrayList<>();

        CredentialsCheck.check(config, problems);

        assertThat(problems)
                .containsExactly("EVENT_API_KEY and EVENT_API_KEY_FILE are both set: allowed is one of them");
    }

    /** docs/settings.md says so. */
    @ParameterizedTest
    @CsvSource({ "a$b, a$b", "a${event-api.key-header}b, aX-API-Keyb", "a$$b, a$b" })
    void inAVariableADollarMayBeginAnExpressionAndInAFileItNeverDoes(String secret, String read) throws IOException {
        assertThat(read(Map.of("EVENT_API_OAUTH_CLIENT_SECRET", secret), "event-api.oauth-client-secret")).isEqualTo(read);
        assertThat(read(Map.of("EVENT_API_OAUTH_CLIENT_SECRET_FILE", file("secret", secret)),
                "event-api.oauth-client-secret")).isEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = { "http://me:hidden@proxy.example", "http://proxy.example:1?hidden", "me:hidden",
            "http//me:hidden/proxy.example" })
    void aProxyThatIsNotWrittenLikeOneIsNotTold(String url) {
        assertThat(Configured.problemsWith("EVENT_API_PROXY", url)).singleElement().asString()
                .startsWith("EVENT_API_PROXY=…: allowed is a URL such as ").doesNotContain("hid");
    }

    @Test
    void aBundleOfManyCertificatesIsRead() throws IOException {
        String one = caOfTheJvm();
        String bundle = file("bundle.crt", one.repeat(200_000 / one.length()));
        String tooLong = file("long.crt", one.repeat(5_000_000 / one.length()));

        assertThat(Configured.problemsTogether(Map.of("EVENT_API_TLS_CA", bundle))).isEmpty();
        assertProblem("EVENT_API_TLS_CA=" + tooLong + ": the file is longer than 4096 KiB", "EVENT_API_TLS_CA", tooLong);
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        assertThat(Configured.problemsTogether(Map.of("EVENT_API_KEY_FILE", dir + "/none")))
                .containsExactly("EVENT_API_KEY_FILE=" + dir + "/none: there is no such file");
        assertThat(Configured.problemsTogether(Map.of("EVENT_API_KEY_FILE", dir.toString())))
                .containsExactly("EVENT_API_KEY_FILE=" + dir + ": this is no file");
        assertThat(Configured.problemsTogether(Map.of("EVENT_API_KEY_FILE", file("empty", "\n"))))
                .containsExactly("EVENT_API_KEY_FILE=" + dir + "/empty: the file is empty");
        assertThat(Configured.problemsTogether(Map.of("EVENT_API_KEY_FILE", file("long", "x".repeat(70_000)))))
                .containsExactly("EVENT_API_KEY_FILE=" + dir + "/long: the file is longer than 64 KiB");
        assertThat(Configured.problemsTogether(Map.of("EVENT_API_KEY_FILE", file("key", "hidden")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " hidden", "hidden ", "hid\nden", "hid\u00e9n", "hid\tden" })
    void aKeyIsWhatAHeaderMayHoldAndIsNeverTold(String key) throws IOException {
        assertThat(Configured.problemsWith("EVENT_API_KEY", key)).singleElement().asString()
                .startsWith("EVENT_API_KEY=…: allowed is a text of");
        if (!key.isEmpty()) {
            assertThat(Configured.problemsWith("EVENT_API_KEY_FILE", file("key", key))).singleElement().asString()
                    .startsWith("EVENT_API_KEY_FILE=" + dir + "/key: allowed in this file is a text of");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "X API Key", "X-API-Key:", "Host", "content-length", "Connection", "X-Request-Id", "Ü" })
    void aHeaderThatIsNoneOrIsNeededIsRefused(String name) {
        assertThat(Configured.problemsWith("EVENT_API_KEY_HEADER", name)).singleElement().asString()
                .startsWith("EVENT_API_KEY_HEADER=" + name + ": allowed is ");
    }

    @Test
    void tokensNeedAUrlAnIdAndASecret() throws IOException {
        assertThat(Configured.problemsTogether(TOKENS)).isEmpty();
        assertThat(Configured.problemsTogether(tokensWithout("EVENT_API_OAUTH_CLIENT_ID"))).containsExactly(
                "EVENT_API_OAUTH_CLIENT_ID isn't set: EVENT_API_OAUTH_TOKEN_URL needs it");
        assertThat(Configured.problemsTogether(tokensWithout("EVENT_API_OAUTH_CLIENT_SECRET"))).containsExactly(
                "EVENT_API_OAUTH_CLIENT_SECRET isn't set: EVENT_API_OAUTH_TOKEN_URL needs it");
        assertThat(Configured.problemsTogether(tokensWithout("EVENT_API_OAUTH_TOKEN_URL"))).containsExactly(
                "EVENT_API_OAUTH_TOKEN_URL isn't set: EVENT_API_OAUTH_CLIENT_ID needs it",
                "EVENT_API_OAUTH_TOKEN_URL isn't set: EVENT_API_OAUTH_CLIENT_SECRET needs it");

        Map<String, String> withFile = tokensWithout("EVENT_API_OAUTH_CLIENT_SECRET");
        withFile.put("EVENT_API_OAUTH_CLIENT_SECRET_FILE", file("secret", "hidden"));
        assertThat(Configured.problemsTogether(withFile)).isEmpty();
    }

    @Test
    void theAuthorizationHeaderIsTheTokens() {
        Map<String, String> both = new HashMap<>(TOKENS);
        both.putAll(Map.of("EVENT_API_KEY", "hidden", "EVENT_API_KEY_HEADER", "Authorization"));

        assertThat(Configured.problemsTogether(both)).singleElement().asString()
                .startsWith("EVENT_API_KEY_HEADER=Authorization: ");
        both.keySet().removeAll(TOKENS.keySet());
        assertThat(Configured.problemsTogether(both)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "EVENT_API_OAUTH_TOKEN_URL, https://login.example/token?p=policy, true",
            "EVENT_API_OAUTH_TOKEN_URL, https://me:hidden@login.example/token, false",
            "EVENT_API_OAUTH_TOKEN_URL, https://login.example/token#x, false",
            "EVENT_API_OAUTH_TOKEN_URL, /token, false",
            "EVENT_API_OAUTH_SCOPE, events:read, true", "EVENT_API_OAUTH_SCOPE, a b https://x.example/.default, true",
            "EVENT_API_OAUTH_SCOPE, 'a,b', false", "EVENT_API_OAUTH_SCOPE, 'a  b', false",
            "EVENT_API_OAUTH_SCOPE, '\"a\"', false",
            "EVENT_API_PROXY, http://proxy.example:3128, true", "EVENT_API_PROXY, http://me:hidden@10.0.0.1:1/, true",
            "EVENT_API_PROXY, http://[::1]:3128, true", "EVENT_API_PROXY, http://proxy.example, false",
            "EVENT_API_PROXY, proxy.example:3128, false", "EVENT_API_PROXY, socks5://proxy.example:3128, false",
            "EVENT_API_PROXY, http://me@proxy.example:3128, false",
            "EVENT_API_PROXY, http://me:hid%zz@proxy.example:1, false" })
    void onlyWhatCanWorkIsAllowed(String name, String value, boolean isAllowed) {
        List<String> problems = Configured.problemsWith(name, value);

        assertThat(problems).hasSize(isAllowed ? 0 : 1).noneMatch(problem -> problem.contains("hid"));
    }

    @Test
    void aProxyIsThatOfEventComAndOfTheTokenUrl() {
        Map<String, String> settings = Map.of("EVENT_API_PROXY", "http://me:hid%24%7Bx%7D@proxy.example:3128");

        assertThat(read(settings, "quarkus.rest-client.event-api.proxy-configuration-name")).isEqualTo("upstream");
        assertThat(read(settings, "quarkus.oidc-client.proxy.proxy-configuration-name")).isEqualTo("upstream");
        assertThat(read(settings, "quarkus.proxy.upstream.host")).isEqualTo("proxy.example");
        assertThat(read(settings, "quarkus.proxy.upstream.port")).isEqualTo("3128");
        assertThat(read(settings, "quarkus.proxy.upstream.username")).isEqualTo("me");
        assertThat(read(settings, "quarkus.proxy.upstream.password")).isEqualTo("hid${x}");
        assertThat(read(Map.of(), "quarkus.rest-client.event-api.proxy-configuration-name")).isNull();
    }

    @Test
    void aProxyMayStandInAFile() throws IOException {
        Map<String, String> settings = Map.of("EVENT_API_PROXY_FILE", file("proxy", "http://me:hid$1@proxy.example:3128\n"));

        assertThat(Configured.problemsTogether(settings)).isEmpty();
        assertThat(read(settings, "quarkus.proxy.upstream.host")).isEqualTo("proxy.example");
        assertThat(read(settings, "quarkus.proxy.upstream.password")).isEqualTo("hid$1");
        assertThat(SettingsCheck.notAllowed(Configured.with(Map.of("EVENT_API_PROXY_FILE", file("none", "hidden\n")))))
                .singleElement().asString().startsWith("EVENT_API_PROXY_FILE=").doesNotContain("hidden");
    }

    @Test
    void filesForTlsAreReadAgainEachHalfMinute() throws IOException {
        String ca = file("ca,crt", caOfTheJvm());
        Map<String, String> settings = Map.of("EVENT_API_TLS_CA", ca);

        assertThat(Configured.problemsTogether(settings)).isEmpty();
        SmallRyeConfig config = Configured.with(settings);
        assertThat(config.getValues("quarkus.tls.upstream.trust-store.pem.certs", String.class)).containsExactly(ca);
        assertThat(config.getConfigValue("quarkus.tls.upstream.reload-period").getValue()).isEqualTo("30S");
        assertThat(config.getConfigValue("quarkus.rest-client.event-api.tls-configuration-name").getValue())
                .isEqualTo("upstream");
        assertThat(read(Map.of(), "quarkus.rest-client.event-api.tls-configuration-name")).isNull();
    }

    @Test
    void filesThatCannotWorkForTlsAreNamedBeforeQuarkusReadsThem() throws IOException {
        String certificate = file("tls.crt", caOfTheJvm());
        String broken = file("broken.crt", CERTIFICATE);
        String text = file("text", "hidden");
        String encrypted = file("encrypted.key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
        String key = file("tls.key", "-----BEGIN PRIVATE KEY-----\n");

        assertProblem("EVENT_API_TLS_CA=" + text + ": there is no certificate in it (PEM)", "EVENT_API_TLS_CA", text);
        assertProblem("EVENT_API_TLS_CA=" + broken + ": a certificate in it can't be read (PEM)", "EVENT_API_TLS_CA", broken);
        assertProblem("EVENT_API_TLS_CA=/none: there is no such file", "EVENT_API_TLS_CA", "/none");
        assertProblem("EVENT_API_TLS_KEY isn't set: EVENT_API_TLS_CERT needs it", "EVENT_API_TLS_CERT", certificate);
        assertProblem("EVENT_API_TLS_CERT isn't set: EVENT_API_TLS_KEY needs it", "EVENT_API_TLS_KEY", key);
        assertProblem("EVENT_API_TLS_KEY=" + encrypted + ": the key is encrypted; allowed is one that isn't",
                "EVENT_API_TLS_CERT", certificate, "EVENT_API_TLS_KEY", encrypted);
        assertProblem("EVENT_API_TLS_KEY=" + text + ": there is no private key in it (PEM)",
                "EVENT_API_TLS_CERT", certificate, "EVENT_API_TLS_KEY", text);
    }

    @Test
    void aKeyIsThatOfItsCertificate() throws Exception {
        String certificate = file("tls.crt", caOfTheJvm());
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        String another = file("another.key", pem("PRIVATE KEY", keys.generateKeyPair().getPrivate().getEncoded()));
        String garbage = file("garbage.key", pem("PRIVATE KEY", new byte[] { 1, 2, 3 }));

        assertProblem("EVENT_API_TLS_KEY=" + another + ": this isn't the key of EVENT_API_TLS_CERT", "EVENT_API_TLS_CERT",
                certificate, "EVENT_API_TLS_KEY", another);
        assertProblem("EVENT_API_TLS_KEY=" + garbage + ": this isn't the key of EVENT_API_TLS_CERT",
                "EVENT_API_TLS_CERT", certificate, "EVENT_API_TLS_KEY", garbage);
    }

    private static void assertProblem(String problem, String... settings) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            variables.put(settings[i], settings[i + 1]);
        }
        assertThat(Configured.problemsTogether(variables)).containsExactly(problem);
        assertThat(Configured.with(variables).getPropertyNames()).noneMatch(name -> name.startsWith("quarkus.tls."));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                + "-----\n";
    }

    /** One with an RSA key. */
    private static String caOfTheJvm() {
        try {
            KeyStore cas = KeyStore.getInstance(Path.of(System.getProperty("java.home"), "lib/security/cacerts").toFile(),
                    (char[]) null);
            for (String alias : Collections.list(cas.aliases())) {
                if (cas.getCertificate(alias).getPublicKey().getAlgorithm().equals("RSA")) {
                    return pem("CERTIFICATE", cas.getCertificate(alias).getEncoded());
                }
            }
            throw new AssertionError("none");
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}

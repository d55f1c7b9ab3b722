package io.eventmanagement.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.config.SmallRyeConfig;

/** The settings of tokens, sites and proxies. */
class SecuritySettingsTest {

    private static final Map<String, String> COMPLETE = Map.of("OIDC_ENABLED", "true", "OIDC_ISSUER", "https://issuer.example",
            "OIDC_AUDIENCE", "event-management");

    private static Map<String, String> completeBut(String name, String value) {
        Map<String, String> settings = new HashMap<>(COMPLETE);
        settings.put(name, value);
        settings.values().removeIf(String::isEmpty);
        return settings;
    }

    private static SmallRyeConfig withOidc(Map<String, String> variables) {
        return Configured.with(variables, Map.of("quarkus.oidc.tenant-enabled", "${oidc.enabled}"));
    }

    @Test
    void tokensNeedAnIssuerAndAnAudience() {
        assertThat(Configured.problemsTogether(COMPLETE)).isEmpty();
        assertThat(Configured.problemsTogether(Map.of("OIDC_ENABLED", "false"))).isEmpty();
        assertThat(Configured.problemsTogether(Map.of("OIDC_ENABLED", "true"))).containsExactly(
                "OIDC_ISSUER isn't set: OIDC_ENABLED=true needs it", "OIDC_AUDIENCE isn't set: OIDC_ENABLED=true needs it");
    }

    @ParameterizedTest
    @CsvSource({ "OIDC_ISSUER,''", "OIDC_AUDIENCE,''", "OIDC_ISSUER, no URL", "OIDC_AUDIENCE, any", "OIDC_ENABLED, yes" })
    void withHalfOfWhatTheyNeedTokensAreAskedForAndNoneIsValidUntilTheCheckEndsTheStart(String name, String value) {
        Map<String, String> variables = completeBut(name, value);
        SmallRyeConfig config = withOidc(variables);

        assertThat(config.getConfigValue("quarkus.oidc.tenant-enabled").getValue()).isEqualTo("false");
        assertThat(config.getConfigValue("oidc.enabled").getValue()).as("closed").isEqualTo("true");
        assertThat(SettingsCheck.notAllowed(config).size() + Configured.problemsTogether(variables).size()).isEqualTo(1);
    }

    @Test
    void withAllThatTheyNeedTokensAreOn() {
        SmallRyeConfig config = withOidc(COMPLETE);

        assertThat(config.getConfigValue("oidc.enabled").getValue()).isEqualTo("true");
        assertThat(config.getConfigValue("quarkus.oidc.tenant-enabled").getValue()).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = { "https://app.example.com", "http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:8080",
            "https://a.example,https://b.example:8443", "https://xn--bcher-kva.example" })
    void sitesMayCall(String origins) {
        assertThat(Configured.problemsWith("CORS_ORIGINS", origins)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "*", "https://*.example.com", "https://app.example.com/", "https://app.example.com/path",
            "app.example.com", "ftp://app.example.com", "https://App.example.com", "https://app.example.com,",
            "https://a.example, https://b.example", "https://user@app.example.com", "https://app.example.com?x", "null",
            "https://app.example.com:", "https://app.example.com:0", "https://app.example.com:123456", "/https://a.example/" })
    void whatIsNoSiteMayNot(String origins) {
        assertThat(Configured.problemsWith("CORS_ORIGINS", origins)).singleElement().asString()
                .startsWith("CORS_ORIGINS=" + Setting.withoutSecrets(origins) + ": allowed is ");
    }

    @ParameterizedTest
    @ValueSource(strings = { "10.0.0.1", "10.0.0.0/8,fd00::/8", "::1", "0.0.0.0/0" })
    void proxiesMayBeTrusted(String proxies) {
        assertThat(Configured.problemsWith("TRUSTED_PROXIES", proxies)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "*", "localhost", "10.0.0.0/33", "10.0.0.1,", "10.0.0.1, 10.0.0.2", "proxy.example" })
    void whatIsNoAddressIsNoProxy(String proxies) {
        assertThat(Configured.problemsWith("TRUSTED_PROXIES", proxies)).singleElement().asString()
                .startsWith("TRUSTED_PROXIES=" + proxies + ": allowed is ");
    }

    /** "any" would have Quarkus take tokens that are for anybody. */
    @ParameterizedTest
    @ValueSource(strings = { "", " ", "any", "a,b", "any,a", "a b" })
    void anAudienceIsOneName(String audience) {
        assertThat(Configured.problemsWith("OIDC_AUDIENCE", audience)).singleElement().asString()
                .startsWith("OIDC_AUDIENCE=" + audience + ": allowed is ");
    }
}

package io.eventmanagement.settings;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How event.com is told who calls, and the way to it. Nothing of it is needed. */
@ConfigMapping(prefix = "event-api")
public interface CredentialsConfig {

    @Form(TextForm.SECRET)
    Optional<String> key();

    @Form(TextForm.FILE)
    Optional<String> keyFile();

    @WithDefault("X-API-Key")
    @Form(TextForm.HEADER_NAME)
    String keyHeader();

    /** Where access tokens are fetched (OAuth 2, client credentials). */
    @Form(TextForm.TOKEN_URL)
    Optional<String> oauthTokenUrl();

    @Form(TextForm.SECRET)
    Optional<String> oauthClientId();

    @Form(TextForm.SECRET)
    Optional<String> oauthClientSecret();

    @Form(TextForm.FILE)
    Optional<String> oauthClientSecretFile();

    @Form(TextForm.SCOPE)
    Optional<String> oauthScope();

    /** The certificates of those who may sign event.com's, instead of the JVM's. */
    @Form(TextForm.FILE)
    Optional<String> tlsCa();

    @Form(TextForm.FILE)
    Optional<String> tlsCert();

    @Form(TextForm.FILE)
    Optional<String> tlsKey();

    @Form(TextForm.PROXY_URL)
    Optional<String> proxy();

    /** The same, since it may have a password. */
    @Form(TextForm.FILE)
    Optional<String> proxyFile();
}

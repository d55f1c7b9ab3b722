package io.eventmanagement.settings;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether requests need tokens; whose, and for whom. */
@ConfigMapping(prefix = "oidc")
public interface OidcConfig {

    // A value that is neither true nor false is read as true, until SettingsCheck ends the start: nobody is let through.
    @WithDefault("false")
    boolean enabled();

    @Form(TextForm.HTTP_URL)
    Optional<String> issuer();

    @Form(TextForm.NAME)
    Optional<String> audience();
}

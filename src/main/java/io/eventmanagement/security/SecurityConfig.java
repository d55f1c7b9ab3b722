package io.eventmanagement.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;

/** Whether requests need tokens. Whose, and for whom, is read by Quarkus (application.properties, "Tokens"). */
@ConfigMapping(prefix = "")
interface SecurityConfig {

    @WithName("OIDC_ENABLED")
    boolean oidcEnabled();
}

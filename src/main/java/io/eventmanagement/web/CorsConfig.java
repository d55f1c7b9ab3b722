package io.eventmanagement.web;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;

/** From which sites browsers may call. */
@ConfigMapping(prefix = "")
interface CorsConfig {

    /** Empty: from none but our own. */
    @WithName("CORS_ORIGINS")
    Optional<List<String>> origins();
}

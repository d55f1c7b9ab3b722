package io.eventmanagement.web;

import java.time.Duration;

import io.eventmanagement.settings.Milliseconds;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithName;

/** How long clients may take. */
@ConfigMapping(prefix = "")
interface ClientConfig {

    /** For a request's head, and again for its body. */
    @WithName("CLIENT_READ_TIMEOUT_MS")
    @WithConverter(Milliseconds.class)
    Duration readTimeout();

    /** In which a client takes nothing of its answer. */
    @WithName("CLIENT_WRITE_TIMEOUT_MS")
    @WithConverter(Milliseconds.class)
    Duration writeTimeout();

    /** Between two requests, and before the first. */
    @WithName("CLIENT_IDLE_TIMEOUT_MS")
    @WithConverter(Milliseconds.class)
    Duration idleTimeout();
}

package io.eventmanagement.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.eventmanagement.settings.Milliseconds;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithName;

/** How many requests a client may send, and who counts as one. */
@ConfigMapping(prefix = "")
interface RateLimitConfig {

    /** How many in each window; 0: any number. */
    @WithName("RATE_LIMIT_REQUESTS")
    int requests();

    @WithName("RATE_LIMIT_WINDOW_MS")
    @WithConverter(Milliseconds.class)
    Duration window();

    /** The addresses, or ranges of them, whose {@code X-Forwarded-For} is believed. */
    @WithName("TRUSTED_PROXIES")
    Optional<List<String>> trustedProxies();
}

package io.eventmanagement.settings;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** What has no prefix. */
@ConfigMapping(prefix = "")
public interface ServiceConfig {

    /** Where clients call. 0 is any free port. */
    @WithDefault("3000")
    @Limits(min = 0, max = 65_535)
    int port();

    /** Where health and metrics are. 0 is any free port. */
    @WithDefault("9000")
    @Limits(min = 0, max = 65_535)
    int managementPort();

    /** Whether concurrent reads of the same thing are one call. */
    @WithDefault("true")
    boolean shareReads();

    /** The sites whose pages may call. */
    @Form(TextForm.ORIGINS)
    Optional<List<String>> corsOrigins();

    /** The addresses, or ranges of them, whose {@code X-Forwarded-For} is believed. */
    @Form(TextForm.NETWORKS)
    Optional<List<String>> trustedProxies();

    /** Since when, or from when on, the original routes are deprecated: midnight, UTC. */
    Optional<LocalDate> legacyDeprecationDate();

    /** Where traces are sent. */
    @WithName("otel.exporter.otlp.endpoint")
    @Form(TextForm.HTTP_URL_OR_NOTHING)
    Optional<String> tracesEndpoint();
}

package io.eventmanagement.legacy;

import java.time.LocalDate;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;

/** What clients of the original routes are told of these. */
@ConfigMapping(prefix = "")
interface LegacyConfig {

    /** Since when, or from when on, they are deprecated: midnight, UTC. */
    @WithName("LEGACY_DEPRECATION_DATE")
    Optional<LocalDate> deprecationDate();
}

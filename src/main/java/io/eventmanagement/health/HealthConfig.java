package io.eventmanagement.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;

/** What readiness depends on. */
@ConfigMapping(prefix = "")
interface HealthConfig {

    /** Whether an open circuit takes this replica out of service. */
    @WithName("EVENT_API_READINESS_GATE")
    boolean readinessGate();
}

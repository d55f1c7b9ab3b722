package io.eventmanagement.runtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;

/** How connections are made. The default is in {@code application.properties}. */
@ConfigMapping(prefix = "")
public interface ConnectConfig {

    /** Milliseconds that a connection may take. */
    @WithName("EVENT_API_CONNECT_TIMEOUT_MS")
    int connectTimeoutMs();
}

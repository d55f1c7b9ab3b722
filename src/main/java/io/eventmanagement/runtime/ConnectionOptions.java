package io.eventmanagement.runtime;

import java.util.concurrent.TimeUnit;

import jakarta.ws.rs.ext.ContextResolver;

import org.eclipse.microprofile.config.ConfigProvider;

import io.vertx.core.http.HttpClientOptions;

/**
 * Sets how long idle connections to event.com are kept, and how long a TLS handshake may take. {@code connection-ttl}, the REST
 * client's own setting, is in milliseconds but cut to whole seconds. The REST client has no settings for the rest.
 */
public class ConnectionOptions implements ContextResolver<HttpClientOptions> {

    private static final int CLEANER_PERIOD_MS = 500;

    @Override
    public HttpClientOptions getContext(Class<?> type) {
        // The REST client creates this class and injects nothing.
        return options(ConfigProvider.getConfig().getValue("event-api.connect-timeout-ms", int.class));
    }

    /** @param handshakeTimeoutMs milliseconds; by default an unanswered handshake holds its place in the pool for 10 s */
    static HttpClientOptions options(int handshakeTimeoutMs) {
        return new HttpClientOptions().setKeepAliveTimeout(ConnectionLife.IDLE_SECONDS).setPoolCleanerPeriod(CLEANER_PERIOD_MS)
                .setSslHandshakeTimeout(handshakeTimeoutMs).setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }
}

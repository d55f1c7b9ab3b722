package io.eventmanagement.runtime;

import java.util.concurrent.TimeUnit;

import jakarta.ws.rs.ext.ContextResolver;

import org.eclipse.microprofile.config.ConfigProvider;

import io.vertx.core.http.HttpClientOptions;

/**
 * How long idle connections to event.com are kept, and how long a TLS handshake may take. {@code connection-ttl}, the REST
 * client's own setting, is in milliseconds and cut to seconds; the others it doesn't know.
 */
public class ConnectionOptions implements ContextResolver<HttpClientOptions> {

    private static final int CLEANER_PERIOD_MS = 500;

    @Override
    public HttpClientOptions getContext(Class<?> type) {
        // Made by the REST client, which injects nothing.
        return options(ConfigProvider.getConfig().getValue("event-api.connect-timeout-ms", int.class));
    }

    /** @param handshakeTimeoutMs without which a handshake that isn't answered keeps its place in the pool for ten seconds */
    static HttpClientOptions options(int handshakeTimeoutMs) {
        return new HttpClientOptions().setKeepAliveTimeout(ConnectionLife.IDLE_SECONDS).setPoolCleanerPeriod(CLEANER_PERIOD_MS)
                .setSslHandshakeTimeout(handshakeTimeoutMs).setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }
}

package io.eventmanagement.runtime;

import jakarta.ws.rs.ext.ContextResolver;

import io.vertx.core.http.HttpClientOptions;

/**
 * How long idle connections to event.com are kept. {@code connection-ttl}, the REST client's own setting, is in milliseconds
 * and
 * cut to seconds; how often Vert.x looks for those that are over it doesn't know.
 */
public class ConnectionOptions implements ContextResolver<HttpClientOptions> {

    private static final int CLEANER_PERIOD_MS = 500;

    @Override
    public HttpClientOptions getContext(Class<?> type) {
        return options();
    }

    static HttpClientOptions options() {
        return new HttpClientOptions().setKeepAliveTimeout(ConnectionLife.IDLE_SECONDS).setPoolCleanerPeriod(CLEANER_PERIOD_MS);
    }
}

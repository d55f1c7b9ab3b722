package io.eventmanagement.runtime;

import jakarta.inject.Singleton;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import io.vertx.core.metrics.MetricsOptions;

/**
 * Where nothing is traced, keeps Vert.x from telling each step of each request to OpenTelemetry, which would know its route.
 */
@Singleton
class UntracedVertx implements VertxOptionsCustomizer {

    @Override
    public void accept(VertxOptions options) {
        if (options.getTracingOptions() == null) {
            options.setMetricsOptions(new MetricsOptions());
        }
    }
}

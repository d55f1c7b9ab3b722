package io.eventmanagement.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.vertx.core.VertxOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.tracing.TracingOptions;

class UntracedVertxTest {

    private final VertxOptions options = new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true));

    @Test
    void tellsNobodyOfRequestsThatNobodyTraces() {
        new UntracedVertx().accept(options);

        assertThat(options.getMetricsOptions().isEnabled()).isFalse();
    }

    @Test
    void leavesOpenTelemetryItsHooksWhereItTraces() {
        new UntracedVertx().accept(options.setTracingOptions(new TracingOptions()));

        assertThat(options.getMetricsOptions().isEnabled()).isTrue();
    }
}

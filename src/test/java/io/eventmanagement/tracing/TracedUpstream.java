package io.eventmanagement.tracing;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.eventmanagement.WireMockUpstream;

/** The service with traces, which are kept in memory in the place of being sent. */
public class TracedUpstream extends WireMockUpstream {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("otel.exporter.otlp.endpoint", "http://localhost:4317");
        overrides.put("quarkus.otel.bsp.schedule.delay", "10ms");
        return overrides;
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(KeptSpans.class);
    }
}

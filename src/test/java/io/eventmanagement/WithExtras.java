package io.eventmanagement;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.eventmanagement.tracing.KeptSpans;

/**
 * The service in front of WireMock, with what is off by default and is in nobody's way: headers, traces (kept in memory, not
 * sent), the stand-in and the dashboard.
 */
public class WithExtras extends WireMockUpstream {

    public static final int STAND_IN_DELAY_MS = 50;
    public static final int WATCHERS = 2;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new TreeMap<>(super.getConfigOverrides());
        settings.put("cors-origins", "https://app.example.com,http://localhost:8080");
        settings.put("legacy-deprecation-date", "2027-01-31");
        settings.put("otel.exporter.otlp.endpoint", "http://localhost:4317");
        settings.put("quarkus.otel.bsp.schedule.delay", "10ms");
        settings.put("event-api.stand-in", "true");
        settings.put("dashboard.enabled", "true");
        settings.put("dashboard.watchers", String.valueOf(WATCHERS));
        settings.put("stand-in.close-ratio", "0");
        settings.put("stand-in.event-delay-ms", String.valueOf(STAND_IN_DELAY_MS));
        settings.put("stand-in.add-failure-delay-ms", String.valueOf(STAND_IN_DELAY_MS));
        return settings;
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(KeptSpans.class);
    }
}

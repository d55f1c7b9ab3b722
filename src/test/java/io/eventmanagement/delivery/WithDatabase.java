package io.eventmanagement.delivery;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.eventmanagement.WireMockUpstream;

/** {@link WireMockUpstream}, with a PostgreSQL for accepted adds and keys. */
public class WithDatabase extends WireMockUpstream {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new TreeMap<>(super.getConfigOverrides());
        // Longer than the deadline.
        settings.put("event-api.read-timeout-ms", "5000");
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(PostgresResource.class));
    }
}

package io.eventmanagement;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * The service with its own settings, and a {@link CountingEventCom} that takes as many calls at once as it makes. Beside it a
 * stand-in that closes connections whenever it may.
 */
public class WideUpstream implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        // A busy machine may take a while to open a thousand connections.
        // Tests hold answers back, which looks like a queue to an adaptive limit.
        return Map.of("event-api.read-timeout-ms", "20000", "event-api.deadline-ms", "30000",
                "event-api.concurrency", "fixed",
                "event-api.stand-in", "true", "stand-in.close-ratio", "1", "stand-in.event-delay-ms", "0");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(CountingEventCom.class));
    }
}

package io.eventmanagement;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** The service with room for few calls to event.com, which is a {@link CountingEventCom}. */
public class NarrowUpstream implements QuarkusTestProfile {

    public static final int MAX_CONCURRENCY = 8;
    public static final int MAX_WAITING = 10;
    public static final int DEADLINE_MS = 4_000;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "event-api.max-concurrency", String.valueOf(MAX_CONCURRENCY),
                "event-api.max-waiting", String.valueOf(MAX_WAITING),
                "event-api.read-timeout-ms", "10000",
                "event-api.add-timeout-ms", "300",
                "event-api.deadline-ms", String.valueOf(DEADLINE_MS),
                "event-api.readiness-gate", "true");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(CountingEventCom.class));
    }
}

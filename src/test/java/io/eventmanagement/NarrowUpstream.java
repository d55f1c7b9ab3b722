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
                "EVENT_API_MAX_CONCURRENCY", String.valueOf(MAX_CONCURRENCY),
                "EVENT_API_MAX_WAITING", String.valueOf(MAX_WAITING),
                "EVENT_API_READ_TIMEOUT_MS", "10000",
                "EVENT_API_ADD_TIMEOUT_MS", "300",
                "EVENT_API_DEADLINE_MS", String.valueOf(DEADLINE_MS),
                "EVENT_API_READINESS_GATE", "true");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(CountingEventCom.class));
    }
}

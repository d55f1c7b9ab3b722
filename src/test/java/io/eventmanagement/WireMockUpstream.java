package io.eventmanagement;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** The service in front of WireMock, with time-outs that a test can wait for, and a busy machine can keep. */
public class WireMockUpstream implements QuarkusTestProfile {

    public static final int READ_TIMEOUT_MS = 1000;
    public static final int ADD_TIMEOUT_MS = 1200;
    public static final int MAX_ANSWER_KB = 256;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "EVENT_API_BASE_URL", "http://localhost:${quarkus.wiremock.devservices.port}",
                "EVENT_API_READ_TIMEOUT_MS", String.valueOf(READ_TIMEOUT_MS),
                "EVENT_API_ADD_TIMEOUT_MS", String.valueOf(ADD_TIMEOUT_MS),
                "EVENT_API_DEADLINE_MS", "4000",
                // Before a failed read is tried again; how long that is really is RetryBackoffTest's.
                "quarkus.fault-tolerance.global.retry.delay", "5",
                "EVENT_API_MAX_ANSWER_KB", String.valueOf(MAX_ANSWER_KB),
                // It would print each request.
                "quarkus.log.category.\"io.quarkiverse.wiremock\".level", "WARN");
    }
}

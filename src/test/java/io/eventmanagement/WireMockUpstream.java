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
                "event-api.base-url", "http://localhost:${quarkus.wiremock.devservices.port}",
                "event-api.read-timeout-ms", String.valueOf(READ_TIMEOUT_MS),
                "event-api.add-timeout-ms", String.valueOf(ADD_TIMEOUT_MS),
                "event-api.deadline-ms", "4000",
                // Before a failed read is tried again; how long that is really is RetryBackoffTest's.
                "quarkus.fault-tolerance.global.retry.delay", "5",
                "event-api.max-answer-kb", String.valueOf(MAX_ANSWER_KB),
                // It would print each request.
                "quarkus.log.category.\"io.quarkiverse.wiremock\".level", "WARN");
    }
}

package io.eventmanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/** Holds an error against the shape that docs/contract.md gives to all of them. */
public final class ProblemAssert {

    /** Stands in each faulty answer of event.com, and must never reach a client. */
    public static final String RAW = "raw-answer-of-event.com";

    private static final Set<String> ALWAYS = Set.of("type", "title", "status", "detail", "instance", "requestId", "success",
            "error", "message");
    private static final Set<String> SOMETIMES = Set.of("retryAfter", "circuitBreakerState", "errors");

    private ProblemAssert() {
    }

    /** @return the problem, for a closer look */
    public static JsonPath assertProblem(Response response, int status, String type, String path) {
        return assertProblem(new RawHttp.Reply(response.statusCode(), response.headers().asList().stream()
                .map(header -> Map.entry(header.getName(), header.getValue())).toList(), response.asString()), status, type,
                path);
    }

    /** @return the problem, for a closer look */
    public static JsonPath assertProblem(RawHttp.Reply reply, int status, String type, String path) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        JsonPath problem = new JsonPath(reply.body());
        Map<String, Object> members = problem.getMap("");
        assertThat(members.keySet()).containsAll(ALWAYS).allMatch(key -> ALWAYS.contains(key) || SOMETIMES.contains(key));
        assertThat(members)
                .containsEntry("type", "urn:problem:" + type)
                .containsEntry("status", status)
                .containsEntry("instance", path)
                .containsEntry("success", false)
                .containsEntry("error", members.get("title"))
                .containsEntry("message", members.get("detail"))
                .containsEntry("requestId", reply.header("X-Request-Id"));
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail")).isNotBlank();
        assertThat(problem.getString("requestId")).isNotBlank();
        assertThat(problem.getString("retryAfter")).as("retryAfter").isEqualTo(reply.header("Retry-After"));
        assertThat(members.containsKey("circuitBreakerState")).isEqualTo(type.equals("circuit-open"));
        assertThat(members.containsKey("errors")).isEqualTo(type.startsWith("invalid-"));
        assertThat(reply.body()).doesNotContainPattern("\\b(io|java|jakarta|com|org)\\.[a-z]+\\.")
                .doesNotContain("Exception").doesNotContainPattern("\\bat [\\w.$]+\\(").doesNotContain(RAW);
        return problem;
    }
}

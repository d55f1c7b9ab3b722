package io.eventmanagement.problem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.eventmanagement.event.InvalidEventException.FieldError;

/** docs/contract.md, "Errors". */
class ProblemWriterTest {

    private final ProblemWriter writer = new ProblemWriter(new ObjectMapper());

    private String write(Diagnosis diagnosis, String path) {
        return new String(writer.write(diagnosis, path, "id-1").body(), UTF_8);
    }

    @Test
    void hasEveryMemberInTheOrderOfTheContract() {
        // Given
        Diagnosis diagnosis = new Diagnosis(ProblemType.CIRCUIT_OPEN, null, Duration.ofSeconds(10), "OPEN",
                List.of(new FieldError("name", "is \"required\"")));

        // When
        String problem = write(diagnosis, "/addEvent");

        // Then
        assertThat(problem).isEqualTo("{\"type\":\"urn:problem:circuit-open\",\"title\":\"Service temporarily unavailable\","
                + "\"status\":503,\"detail\":\"Event service is currently experiencing issues. Please try again later.\","
                + "\"instance\":\"/addEvent\",\"requestId\":\"id-1\",\"success\":false,"
                + "\"error\":\"Service temporarily unavailable\","
                + "\"message\":\"Event service is currently experiencing issues. Please try again later.\","
                + "\"retryAfter\":10,\"circuitBreakerState\":\"OPEN\","
                + "\"errors\":[{\"field\":\"name\",\"message\":\"is \\\"required\\\"\"}]}");
    }

    @Test
    void leavesOutWhatIsNotKnownButNotThePath() {
        // When
        String problem = write(Diagnosis.of(400), null);

        // Then
        assertThat(problem).endsWith("\"instance\":null,\"requestId\":\"id-1\",\"success\":false,\"error\":\"Bad request\","
                + "\"message\":\"The request can't be read.\"}");
    }

    @Test
    void saysEvenWhatIsNoText() {
        // Given
        Diagnosis halfACharacter = new Diagnosis(ProblemType.NO_SUCH_USER, "There is no user \uD83D.", null, null, null);

        // When
        String problem = write(halfACharacter, "/");

        // Then
        assertThat(problem).contains("\"detail\":\"There is no user ?.\"");
    }

    @Test
    void hasItsHeadersToo() {
        // When
        ProblemWriter.Answer answer = writer.write(Diagnosis.of(new jakarta.ws.rs.NotFoundException()), "/x", "id-1");
        ProblemWriter.Answer waiting = writer.write(
                new Diagnosis(ProblemType.RATE_LIMITED, null, Duration.ofMillis(1001), null, null), "/x", "id-1");

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers()).hasToString("{Content-Type=application/problem+json, Cache-Control=no-store}");
        assertThat(waiting.headers()).containsEntry("Retry-After", "2");
    }
}

package io.eventmanagement.problem;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A problem as the client reads it: RFC 9457, with the members {@code success}, {@code error} and {@code message} that
 * existing clients know.
 *
 * @param instance the path of the request, as it was sent
 * @param traceId where the request's trace is recorded
 * @param retryAfter seconds, where a wait is known
 * @param circuitBreakerState where a circuit refused the call
 * @param errors where a body is invalid
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({ "type", "title", "status", "detail", "instance", "requestId", "traceId", "success", "error", "message" })
record Problem(String type, String title, int status, String detail, String instance, String requestId, String traceId,
        boolean success, String error, String message, Long retryAfter, String circuitBreakerState, List<?> errors) {
}

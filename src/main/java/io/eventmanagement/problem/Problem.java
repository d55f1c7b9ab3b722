package io.eventmanagement.problem;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.eventmanagement.event.InvalidEventException.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The one shape that all errors have: RFC 9457, with the members {@code success}, {@code error} and {@code message} that
 * existing clients know. Both the body and its description are made of this.
 */
@RegisterForReflection // it is written as JSON by hand
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = Problem.NAME, description = "A problem (RFC 9457).")
record Problem(
        @Schema(required = true, description = "The kind of problem.") String type,
        @Schema(required = true, description = "The kind in words.") String title,
        @Schema(required = true) int status,
        @Schema(required = true, description = "What went wrong this time.") String detail,
        @Schema(required = true, description = "The path of the request.") @JsonInclude String instance,
        @Schema(required = true, description = "The id of the request, which is also in the logs.") String requestId,
        @Schema(description = "The id of its trace, where tracing is on.") String traceId,
        @Schema(required = true, description = "Always false.") boolean success,
        @Schema(required = true, description = "The same as title.") String error,
        @Schema(required = true, description = "The same as detail.") String message,
        @Schema(description = "Seconds to wait, where that is known.") Long retryAfter,
        @Schema(description = "The state of the circuit that refused the call.", enumeration = {
                "OPEN",
                "HALF_OPEN" }) String circuitBreakerState,
        @Schema(description = "What is wrong with the body or a parameter.", type = SchemaType.ARRAY, implementation = FieldError.class) List<?> errors){

    static final String NAME = "Problem";

    /** @param path as it was sent; null if the request has none */
    static Problem of(Diagnosis diagnosis, String path, String requestId, String traceId) {
        ProblemType type = diagnosis.type();
        String detail = diagnosis.detail() == null ? type.detail() : diagnosis.detail();
        return new Problem(type.urn(), type.title(), type.status(), detail, path, requestId, traceId, false, type.title(),
                detail,
                diagnosis.retryAfterSeconds(), diagnosis.circuitState(), diagnosis.errors());
    }
}

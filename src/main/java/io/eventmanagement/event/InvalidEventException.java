package io.eventmanagement.event;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A body that is no event. */
public final class InvalidEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    /** What is wrong with one member of the body, and what is allowed. */
    @RegisterForReflection // it is written as JSON in a problem, which doesn't name its type
    public record FieldError(@Schema(required = true, description = "The member or parameter.") String field,
            @Schema(required = true, description = "What is wrong with it, and what is allowed.") String message) {
    }

    InvalidEventException(String message, List<FieldError> errors) {
        super(message, null, false, false);
        this.errors = errors;
    }

    /** Empty if the body isn't even a JSON object. */
    public List<FieldError> errors() {
        return errors;
    }
}

package io.eventmanagement.paging;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Query parameters that can't be understood. */
public final class InvalidParameterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<ParameterError> errors;

    /** What is wrong with one of them, and what is allowed. */
    @RegisterForReflection // it is written as JSON in a problem, which doesn't name its type
    public record ParameterError(String field, String message) {
    }

    public InvalidParameterException(List<ParameterError> errors) {
        super("A parameter is not valid.", null, false, false);
        this.errors = errors;
    }

    public List<ParameterError> errors() {
        return errors;
    }
}

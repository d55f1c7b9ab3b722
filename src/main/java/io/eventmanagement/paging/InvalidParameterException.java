package io.eventmanagement.paging;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Query parameters that aren't valid, and why. */
public final class InvalidParameterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<ParameterError> errors;

    /** One invalid parameter, and what is allowed. */
    @RegisterForReflection // a problem writes it as JSON without naming its type
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

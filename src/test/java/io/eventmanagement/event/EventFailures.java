package io.eventmanagement.event;

import java.util.List;
import java.util.Optional;

import io.eventmanagement.event.InvalidEventException.FieldError;

/** Makes the failures of this package for tests of others. */
public final class EventFailures {

    private EventFailures() {
    }

    public static Throwable unknownUser(String userId) {
        return new OwnerUnknownException(userId);
    }

    public static Throwable refused(String reason) {
        return new EventRefusedException(Optional.ofNullable(reason));
    }

    public static Throwable invalid(String message, FieldError... errors) {
        return new InvalidEventException(message, List.of(errors));
    }
}

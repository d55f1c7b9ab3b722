package io.eventmanagement.event;

import java.util.Optional;

/** event.com understood the new event and didn't want it. */
public final class EventRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EventRefusedException(Optional<String> reason) {
        super(reason.map(text -> "event.com refused the event: " + text).orElse("event.com refused the event."), null, false,
                false);
    }
}

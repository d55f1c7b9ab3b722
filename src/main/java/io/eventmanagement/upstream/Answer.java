package io.eventmanagement.upstream;

import java.util.List;

/**
 * What event.com answers, as the bytes that it sent: checked to be the promised JSON, and otherwise passed on untouched, so
 * that no field is lost and no number changes its spelling.
 */
public sealed interface Answer {

    /** The JSON text in UTF-8, without anything before its first or after its last bracket. */
    byte[] json();

    /** The memory that it takes, about. */
    default int bytes() {
        return json().length;
    }

    /** An array of users or of events. */
    record Listing(byte[] json) implements Answer {
    }

    /** One event. */
    record Event(byte[] json) implements Answer {
    }

    /** One user, with the keys by which the user's events are fetched, in event.com's order. */
    record User(byte[] json, List<String> eventKeys) implements Answer {

        /** What a string takes beside its characters, and its place in the list. */
        private static final int STRING_BYTES = 56;

        @Override
        public int bytes() {
            return json.length + eventKeys.stream().mapToInt(key -> STRING_BYTES + key.length()).sum();
        }
    }

    /** The word that an event was added. */
    record Receipt(byte[] json) implements Answer {
    }
}

package io.eventmanagement.upstream;

import java.util.List;

/**
 * An answer of event.com, as the bytes that it sent. They are checked to be the promised JSON and otherwise passed on
 * untouched, so that no field is lost and no number changes its spelling.
 */
public sealed interface Answer {

    /** The JSON text in UTF-8, without anything before its first or after its last bracket. */
    byte[] json();

    /** About how many bytes of memory the answer takes. */
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

        /** The bytes that a string takes besides its characters, its place in the list included. */
        private static final int STRING_BYTES = 56;

        @Override
        public int bytes() {
            return json.length + eventKeys.stream().mapToInt(key -> STRING_BYTES + key.length()).sum();
        }
    }

    /** The confirmation that an event was added. */
    record Receipt(byte[] json) implements Answer {
    }
}

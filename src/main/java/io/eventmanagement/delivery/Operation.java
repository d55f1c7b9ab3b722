package io.eventmanagement.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * An add that was accepted.
 *
 * @param client whose it is: a token's subject, empty without tokens
 * @param body what the client sent
 * @param askFirst whether event.com may have the event already
 * @param turn how often it was claimed: tells a claim from a later one
 * @param attempts claims after which it was sent, or may have been
 * @param nextAttemptAt null once it is over
 * @param finishedAt null until it is over
 * @param problem why it ended without a delivery, as JSON; else null
 * @param receipt event.com's word that it was added; null unless it was delivered
 */
public record Operation(UUID id, String eventId, String userId, String client, String body, State state,
        boolean askFirst, int turn, int attempts, Instant acceptedAt, Instant nextAttemptAt, Instant finishedAt, String problem,
        String receipt) {

    /** How far it has come. */
    public enum State {
        ACCEPTED,
        SENDING,
        DELIVERED,
        REJECTED,
        EXPIRED,
        /** An operator's decision. */
        DISCARDED;

        public boolean isOpen() {
            return this == ACCEPTED || this == SENDING;
        }
    }

    /**
     * What a client asks for.
     *
     * @param askFirst whether event.com may have the event already, from an earlier operation
     * @param after not before so long
     */
    public record New(UUID id, String eventId, String userId, String client, String body, boolean askFirst, Duration after) {

        /** Of an event that nobody has asked for before. */
        public New(UUID id, String eventId, String userId, String client, String body) {
            this(id, eventId, userId, client, body, false, Duration.ZERO);
        }

        /** The same, where event.com may have the event under that id, and can be asked after so long. */
        New mayBeThere(String earlierEventId, Duration settledIn) {
            return new New(id, earlierEventId, userId, client, body, true, settledIn);
        }
    }

    /** As it will be once the table says so. */
    Operation delivered(String word, Instant at) {
        return new Operation(id, eventId, userId, client, body, State.DELIVERED, askFirst, turn, attempts, acceptedAt, null,
                at, null, word);
    }
}

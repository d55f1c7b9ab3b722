package io.eventmanagement.delivery;

import java.time.Instant;
import java.util.UUID;

/**
 * An add that was accepted.
 *
 * @param seq in the order of acceptance
 * @param client whose it is: a token's subject, empty without tokens
 * @param body what the client sent
 * @param askFirst whether event.com may have the event already
 * @param nextAttemptAt null once it is over
 * @param finishedAt null until it is over
 * @param problem why it ended without a delivery, as JSON; else null
 * @param receipt event.com's word that it was added; null unless it was delivered
 */
public record Operation(long seq, UUID id, String eventId, String userId, String client, String body, State state,
        boolean askFirst, int attempts, Instant acceptedAt, Instant nextAttemptAt, Instant finishedAt, String problem,
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

    /** What a client asks for. */
    public record New(UUID id, String eventId, String userId, String client, String body) {
    }
}

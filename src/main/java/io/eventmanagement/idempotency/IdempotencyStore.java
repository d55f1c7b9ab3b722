package io.eventmanagement.idempotency;

import io.smallrye.mutiny.Uni;

/**
 * What was done under which key. In memory it is known to one replica alone and until its end; a database can take its place.
 */
public interface IdempotencyStore {

    /**
     * What is known of a key.
     *
     * @param outcome null unless it is {@link State#DONE}
     */
    record Claim(State state, Outcome outcome) {
    }

    /** How far the work under a key has come. */
    enum State {
        /** Nobody knew the key; now it is the caller's, who has to complete or release it. */
        NEW,
        /** Somebody else's work under it isn't over. */
        RUNNING,
        /** The work is over. */
        DONE,
        /** It was used for something else. */
        OTHER_BODY
    }

    /**
     * How the work ended.
     *
     * @param body of the answer; null if it failed
     * @param location of what was made; null if it failed
     * @param failure null if it succeeded
     */
    record Outcome(byte[] body, String location, Throwable failure) {
    }

    /** @param fingerprint of the body, to tell a repetition from something else */
    Uni<Claim> claim(String key, String fingerprint);

    Uni<Void> complete(String key, Outcome outcome);

    /** Nothing was done under it: it is as if it had never been claimed. */
    Uni<Void> release(String key);
}

package io.eventmanagement.idempotency;

import java.time.Duration;

import io.smallrye.mutiny.Uni;

/**
 * What was done under which key: in the database for all replicas, else in memory, where it is known to one replica alone and
 * until its end.
 */
public interface IdempotencyStore {

    /**
     * What is known of a key.
     *
     * @param id by which whatever is made under the key can be found again; it stays the same for all who have their turn
     * @param turn tells the claim from a later one of the same key
     * @param done null unless it is {@link State#DONE} or {@link State#DELIVERED}
     * @param doubt null unless it is {@link State#IN_DOUBT}
     */
    record Claim(State state, String id, long turn, Result.Done done, Result.Doubt doubt) {
    }

    /** How far the work under a key has come. */
    enum State {
        /** Nobody knew the key; now it is the caller's, who has to end it. */
        NEW,
        /** Somebody else's work under it isn't over. */
        RUNNING,
        /** Somebody's work under it is over, and it isn't known how it ended; now it is the caller's, who has to end it. */
        IN_DOUBT,
        /** The work is over. */
        DONE,
        /** It was done as one of {@link BoundAdds}: the claim has event.com's word for it in the place of an answer. */
        DELIVERED,
        /** It was used for something else. */
        OTHER_BODY
    }

    /** How the work under a key ended. */
    sealed interface Result {

        /** It is done: this is the answer from now on. */
        record Done(byte[] body, String location) implements Result {
        }

        /**
         * It is certain that nothing was done: the key is as if it had never been claimed.
         *
         * @param told what the client is told
         */
        record NotDone(Throwable told) implements Result {
        }

        /**
         * It may have been done: whoever comes next has to find out.
         *
         * @param told what the client is told this time
         */
        record InDoubt(Throwable told, Doubt doubt) implements Result {
        }

        /**
         * What whoever comes next has to know.
         *
         * @param told what the first client was told
         * @param settledAt nanoseconds of the clock: what can't be found from then on was not done
         */
        record Doubt(Throwable told, long settledAt) {
        }
    }

    /** After how long what was under way when nobody waited for it any more has taken effect, or won't. */
    Duration settle();

    /**
     * @param fingerprint of the body, to tell a repetition from something else
     * @param id for what will be made, should the key be new
     */
    Uni<Claim> claim(String key, String fingerprint, String id);

    /** Ends the turn that was claimed; nothing happens if it is another's by now. */
    Uni<Void> end(String key, Claim claimed, Result result);
}

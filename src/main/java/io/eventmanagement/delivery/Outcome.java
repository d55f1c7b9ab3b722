package io.eventmanagement.delivery;

import java.time.Duration;

/** How one attempt to deliver an add ended. */
public sealed interface Outcome {

    /** @param receipt event.com's word for it */
    record Delivered(String receipt) implements Outcome {
    }

    /** event.com refuses it for good. @param why what a client is told */
    record Rejected(Throwable why) implements Outcome {
    }

    /**
     * It was sent, and is to be tried again.
     *
     * @param mayBeThere whether event.com may have it, and is to be asked first
     * @param after not before so long
     */
    record Later(boolean mayBeThere, Duration after) implements Outcome {
    }

    /** It was given up before it was sent: whether event.com has it is as unknown as before. @param after not before so long */
    record NotSent(Duration after) implements Outcome {
    }
}

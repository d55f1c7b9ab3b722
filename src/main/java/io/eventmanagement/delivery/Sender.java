package io.eventmanagement.delivery;

import io.smallrye.mutiny.Uni;

/** Sends an add to event.com, or asks first whether it has it. */
public interface Sender {

    /** One attempt; it never fails, and ends within the deadline of a request. */
    Uni<Outcome> deliver(Operation operation);
}

package io.eventmanagement.delivery;

import java.util.function.BooleanSupplier;

import io.smallrye.mutiny.Uni;

/** Sends an add to event.com, or asks first whether it has it. */
public interface Sender {

    /**
     * One attempt; it never fails, and ends within the deadline of a request.
     *
     * @param maySend is asked just before it is sent, whether it still may be: another replica may have it by then
     */
    Uni<Outcome> deliver(Operation operation, BooleanSupplier maySend);
}

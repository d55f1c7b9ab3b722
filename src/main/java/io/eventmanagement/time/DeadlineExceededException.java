package io.eventmanagement.time;

/** A client request took longer than its deadline allows, waiting and retries included. */
public final class DeadlineExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeadlineExceededException() {
        super("the deadline of the request has passed", null, false, false);
    }
}

package io.eventmanagement.delivery;

/** Tells what ended an operation in the words in which a client would have been told. */
public interface Problems {

    /** @return a problem (RFC 9457) as JSON */
    String describe(Throwable thrown);

    /** @return the problem of an add that was never delivered in time */
    String expired();
}

package io.eventmanagement.delivery;

/**
 * What waits for its delivery, on all replicas.
 *
 * @param oldestMs the age of the oldest, in milliseconds; -1 if there is none
 */
public record Backlog(long accepted, long sending, long oldestMs) {

    static final Backlog NONE = new Backlog(0, 0, -1);

    public long open() {
        return accepted + sending;
    }
}

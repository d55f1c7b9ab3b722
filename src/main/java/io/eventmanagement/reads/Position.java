package io.eventmanagement.reads;

/**
 * How far a replica has followed the log of writes.
 *
 * @param epoch the log's name; empty for none
 * @param sequence the number of the last write that is known here
 * @param gaps how often something may have been missed
 */
record Position(String epoch, long sequence, int gaps) {

    static final Position NONE = new Position("", 0, 0);

    boolean isOf(String other) {
        return !epoch.isEmpty() && epoch.equals(other);
    }
}

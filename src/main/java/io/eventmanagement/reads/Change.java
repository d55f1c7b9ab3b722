package io.eventmanagement.reads;

/**
 * That a value has changed, or may have.
 *
 * @param certain if it has
 * @param name the kind's letter and the id; empty for all values
 */
record Change(boolean certain, String name) {

    static final Change ALL = new Change(true, "");

    /** That all values are to be forgotten. It isn't logged: a new log says so. */
    static final Change FORGOTTEN = new Change(true, "*");

    String entry() {
        return (certain ? "d" : "x") + name;
    }
}

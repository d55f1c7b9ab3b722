package io.eventmanagement.settings;

/** How many calls to event.com may be under way. */
public enum Concurrency {

    /** As many as it shows that it can take, between two bounds. */
    ADAPTIVE,
    /** Always as many. */
    FIXED
}

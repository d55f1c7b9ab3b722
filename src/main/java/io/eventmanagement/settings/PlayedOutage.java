package io.eventmanagement.settings;

/** What the stand-in for event.com, if it is on, is made to do; so that others needn't know it. */
public interface PlayedOutage {

    /** {@code recover}, {@code fail}, {@code slow} or {@code close}. */
    String mode();
}

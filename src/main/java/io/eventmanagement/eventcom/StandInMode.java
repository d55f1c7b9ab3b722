package io.eventmanagement.eventcom;

import java.util.Locale;

/** How the stand-in answers: as event.com does, or as it would in an outage. */
enum StandInMode {

    /** As event.com does, which fails now and then as it is. */
    RECOVER,
    /** With 503. */
    FAIL,
    /** Later than anybody waits. */
    SLOW,
    /** Not at all: connections are closed. */
    CLOSE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.eventmanagement.time;

import java.time.Duration;

/** What {@link Duration} doesn't have. */
public final class Durations {

    private Durations() {
    }

    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    public static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}

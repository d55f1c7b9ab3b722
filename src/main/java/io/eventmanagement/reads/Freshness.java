package io.eventmanagement.reads;

import java.time.Duration;

/**
 * How old an answer a reader takes.
 *
 * @param fetched whether it must be fetched for this reader
 * @param maxAge null if any age will do
 */
public record Freshness(boolean fetched, Duration maxAge) {

    /** Whatever the cache's own rules allow. */
    public static final Freshness ANY = new Freshness(false, null);

    /** Fetched from the source for this reader alone. */
    public static final Freshness FETCHED = new Freshness(true, null);

    public static Freshness atMost(Duration maxAge) {
        return new Freshness(false, maxAge);
    }

    boolean accepts(Duration age) {
        return !fetched && (maxAge == null || age.compareTo(maxAge) <= 0);
    }
}

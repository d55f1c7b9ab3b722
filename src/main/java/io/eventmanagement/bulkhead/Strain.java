package io.eventmanagement.bulkhead;

/**
 * How strained the server was in a window.
 *
 * @param times how many times as long as at their best calls took; of stragglers only a part counts
 * @param error the standard error of that: by how much it may be wrong by chance
 * @param uncapped the same as {@code times}, with all that stragglers took
 * @param usualTime the time of a usual call: that in which most of what is under way is spent
 */
record Strain(double times, double error, double uncapped, double usualTime) {

    /** Nothing is known of the calls that were answered. */
    static final Strain UNKNOWN = new Strain(1, 0, 1, 0);

    /** This share of the best may be noise. */
    private static final double TOLERANCE = 0.1;

    /** By how many standard errors a mean may be wrong by chance. */
    static final double LUCK = 2;

    private static final double FEW_REFUSALS = 0.05;

    private static final double SHORTEST_WINDOW = 1e8;
    private static final double LONGEST_WINDOW = 1e9;

    /** @param share the share of so many calls that was refused */
    static boolean isSignOfRefusals(double share, int calls) {
        return share > FEW_REFUSALS + LUCK * Math.sqrt(share * (1 - share) / calls);
    }

    boolean isSign() {
        return times > 1 + TOLERANCE + LUCK * error;
    }

    /** With twice as many calls it would be a queue. */
    boolean isFirstSign() {
        return times > 1 + TOLERANCE / 2 + error;
    }

    /** How long to look, to see a usual call from its begin to its end. */
    double windowLength() {
        return Math.min(LONGEST_WINDOW, Math.max(SHORTEST_WINDOW, usualTime));
    }

    /** Whether there may be a queue, which would soon pass for the best. */
    boolean mayBeQueue() {
        return uncapped > 1 + TOLERANCE / 2;
    }
}

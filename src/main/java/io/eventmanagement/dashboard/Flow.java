package io.eventmanagement.dashboard;

/** What was counted of one kind, second by second: how much of it there was just now. Not thread-safe. */
final class Flow {

    /** Seconds that are "just now". */
    static final int WINDOW = 10;

    private final int[] bounds;
    /** The counts since the start, of now and of each of the seconds before. */
    private final long[][] kept = new long[WINDOW + 1][];
    private int latest;

    /** @param first what had been counted before the first second */
    Flow(int[] bounds, long[] first) {
        this.bounds = bounds;
        for (int i = 0; i < kept.length; i++) {
            kept[i] = first;
        }
    }

    /** @param counts since the start, in the order of {@link HttpCounts}; they are kept */
    void add(long[] counts) {
        latest = (latest + 1) % kept.length;
        kept[latest] = counts;
    }

    /** Seconds in which nobody looked. */
    void pass(long seconds) {
        for (long i = Math.min(seconds, kept.length); i > 0; i--) {
            add(kept[latest]);
        }
    }

    /** How many there were in the last second. */
    int last(int which) {
        return grown(1, which);
    }

    /** How many there were in the last {@link #WINDOW} seconds. */
    int recent(int which) {
        return grown(WINDOW, which);
    }

    private int grown(int seconds, int which) {
        long[] before = kept[Math.floorMod(latest - seconds, kept.length)];
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, kept[latest][which] - before[which]));
    }

    /**
     * How many milliseconds that share took at most, of those in the last {@link #WINDOW} seconds: between the bounds it is
     * estimated. More than the last bound is that bound and one.
     *
     * @return -1 if there were none
     */
    int quantile(double share) {
        int all = recent(HttpCounts.TIMED);
        if (all == 0) {
            return -1;
        }
        double rank = share * all;
        int below = 0;
        for (int i = 0; i < bounds.length; i++) {
            int upTo = recent(HttpCounts.FIRST_BOUND + i);
            if (upTo >= rank) {
                int from = i == 0 ? 0 : bounds[i - 1];
                return (int) Math.round(from + (bounds[i] - from) * (rank - below) / Math.max(1, upTo - below));
            }
            below = upTo;
        }
        return bounds[bounds.length - 1] + 1;
    }
}

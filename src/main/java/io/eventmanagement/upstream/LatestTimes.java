package io.eventmanagement.upstream;

/**
 * How long the latest calls of an operation took, as a histogram with sixteen buckets for each power of two. Older calls count
 * half as much each time that there are as many new ones.
 */
final class LatestTimes {

    private static final int BUCKETS_PER_DOUBLING = 16;
    private static final int BUCKETS = Long.SIZE * BUCKETS_PER_DOUBLING;
    private static final int MOST = 2_000;

    /** Fewer tell nothing of a percentile. */
    private static final int ENOUGH = 100;

    /** The percentile is looked for anew after so many calls. */
    private static final int STEP = 32;

    private final double share;
    private final float[] counts = new float[BUCKETS];
    private double count;
    private int added;
    private volatile long percentile = Long.MAX_VALUE;

    /** @param percentile from 0 to 100 */
    LatestTimes(double percentile) {
        this.share = percentile / 100;
    }

    synchronized void add(long nanos) {
        counts[bucket(Math.max(1, nanos))]++;
        count++;
        added++;
        if (count >= MOST) {
            halve();
        }
        if (added >= STEP && count >= ENOUGH) {
            added = 0;
            percentile = find();
        }
    }

    private static int bucket(long nanos) {
        int doublings = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        double rest = nanos / (double) (1L << doublings) - 1;
        return doublings * BUCKETS_PER_DOUBLING + (int) (rest * BUCKETS_PER_DOUBLING);
    }

    private void halve() {
        count = 0;
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] /= 2;
            count += counts[i];
        }
    }

    private long find() {
        double below = 0;
        for (int i = 0; i < BUCKETS; i++) {
            below += counts[i];
            if (below >= share * count) {
                return end(i);
            }
        }
        return Long.MAX_VALUE;
    }

    /** Where the bucket ends. */
    private static long end(int bucket) {
        double rest = (bucket % BUCKETS_PER_DOUBLING + 1) / (double) BUCKETS_PER_DOUBLING;
        return (long) ((1L << bucket / BUCKETS_PER_DOUBLING) * (1 + rest));
    }

    /** In nanoseconds; the greatest number if too little is known. */
    long percentile() {
        return percentile;
    }
}

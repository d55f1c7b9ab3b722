package io.eventmanagement.bulkhead;

/**
 * How long the calls of one operation take, in the window that is being judged and at their best.
 * <p>
 * The best is the lowest mean of a window, not the fastest answer: answers differ without any load, and one lucky one would
 * make all others look slow. For the same reason a little is added to each mean, according to how far answers differ. A best is
 * remembered for one to two generations. Not thread-safe; {@link AdaptiveLimit} guards it.
 */
public final class OperationTimes {

    /** Answers whose mean says something. */
    static final int ENOUGH = 16;

    private static final double UNKNOWN = Double.POSITIVE_INFINITY;

    /** So many nanoseconds of each call may be noise. */
    private static final double SLACK = 5e6;

    /** An answer counts as so many times the best at most: a few stragglers aren't a queue. */
    private static final int WORST = 4;

    /** After so many times the best, those that answer aren't only the fast ones of the calls begun after a change. */
    private static final int SETTLED = 2;

    /** How much a window's answers change what is known of how far they differ. */
    private static final double NEWS = 0.1;

    private double best = UNKNOWN;
    private double bestBefore = UNKNOWN;
    /** Until there is a better-founded one: it may be that of the fast ones among the first calls. */
    private double firstImpression = UNKNOWN;

    /** The mean of the latest window; 0 if there was none. */
    private double latest;
    /** How far answers differ: their variance, as a share of the square of their mean. */
    private double variation;
    private boolean matters;

    private final Sample candidates = new Sample();
    private final Sample capped = new Sample();
    private double spent;

    OperationTimes() {
        // Operations has them all.
    }

    /** @param settled how long the limit has been what it is; infinite if the window is a whole round of answers */
    void add(double nanos, double settled) {
        double known = best();
        spent += nanos;
        capped.add(Math.min(nanos, WORST * Math.max(known, SLACK)));
        if (known == UNKNOWN || settled >= SETTLED * known) {
            // Not by the best: it would take long to find out that calls take much longer now.
            candidates.add(Math.min(nanos, WORST * Math.max(known, Math.max(latest, SLACK))));
        }
    }

    /** Infinite if it isn't known. */
    double best() {
        double known = Math.min(best, bestBefore);
        return known == UNKNOWN ? firstImpression : known;
    }

    /** The time that the window's calls would have taken at their best; 0 if that isn't known. */
    double atBest() {
        return best() == UNKNOWN ? 0 : best() * capped.count();
    }

    /** The time that they took together. */
    double spent() {
        return spent;
    }

    /** The same, of stragglers only a part, and without what may be noise. */
    double spentCapped() {
        return Math.max(atBest(), capped.sum() - SLACK * capped.count());
    }

    /** That of {@link #spentCapped}. */
    double variance() {
        return capped.count() * capped.variance();
    }

    /** @param isNoSmallShare whether it takes no small share of the time that all calls take */
    void weigh(boolean isNoSmallShare) {
        matters = isNoSmallShare;
    }

    boolean matters() {
        return matters;
    }

    boolean hasEnoughCandidates() {
        return candidates.count() >= ENOUGH;
    }

    void learn() {
        if (capped.count() >= ENOUGH) {
            latest = spent / capped.count();
            double square = Math.max(1, capped.mean() * capped.mean());
            variation += NEWS * (capped.variance() / square - variation);
        }
        if (hasEnoughCandidates()) {
            if (best() == UNKNOWN) {
                firstImpression = luckless();
            } else {
                best = Math.min(best, luckless());
            }
            candidates.clear();
        }
    }

    /** The candidates' mean, and as much as it may be too low by chance. */
    private double luckless() {
        double mean = candidates.mean();
        double variance = Math.max(candidates.variance(), variation * mean * mean);
        return mean + Strain.LUCK * Math.sqrt(variance / candidates.count());
    }

    /** @param limitChanged so that the answers so far say nothing of those to come */
    void beginWindow(boolean limitChanged) {
        spent = 0;
        capped.clear();
        if (limitChanged) {
            candidates.clear();
        }
    }

    /**
     * Forgets what is older than a generation, as soon as there is something younger.
     *
     * @return how many times as long the best is now
     */
    double beginGeneration() {
        double before = best();
        if (best != UNKNOWN) {
            bestBefore = best;
            best = UNKNOWN;
            candidates.clear();
        }
        return before == UNKNOWN ? 1 : best() / before;
    }

    void forget() {
        best = UNKNOWN;
        bestBefore = UNKNOWN;
        firstImpression = UNKNOWN;
    }
}

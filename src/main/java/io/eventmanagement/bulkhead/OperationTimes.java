package io.eventmanagement.bulkhead;

/**
 * How long the calls of one operation take, in the window that is being judged and at their best.
 * <p>
 * The best is the lowest mean of a window, not the fastest answer: answers differ without any load, and one lucky one would
 * make
 * all others look slow. For the same reason a little is added to each mean, according to how far its answers differ. A best is
 * remembered for one to two generations. Not thread-safe; {@link AdaptiveLimit} guards it.
 */
public final class OperationTimes {

    private static final double UNKNOWN = Double.POSITIVE_INFINITY;

    /** Answers whose mean says something. */
    private static final int ENOUGH = 16;

    /** An answer counts as so many times the best at most: a few stragglers aren't a queue. */
    private static final int WORST = 4;

    /** By how many standard errors a mean may be too low by chance. */
    private static final int LUCK = 2;

    /** After so many times the best, those that answer aren't only the fast ones of the calls begun after a change. */
    private static final int SETTLED = 2;

    private double best = UNKNOWN;
    private double bestBefore = UNKNOWN;
    /** Until there is a better-founded one: it may be that of the fast ones among the first calls. */
    private double firstImpression = UNKNOWN;

    /** Candidates for the best: their number, their sum and that of their squares. */
    private int candidates;
    private double sum;
    private double squares;

    private int answers;
    private double spent;
    private double spentCapped;

    OperationTimes() {
        // AdaptiveLimit has them all.
    }

    /** @param settled how long the limit has been what it is; infinite if the window is a whole round of answers */
    void add(double nanos, double settled) {
        double known = best();
        double capped = Math.min(nanos, WORST * known);
        answers++;
        spent += nanos;
        spentCapped += capped;
        if (known == UNKNOWN || settled >= SETTLED * known) {
            candidates++;
            sum += capped;
            squares += capped * capped;
        }
    }

    /** Infinite if it isn't known. */
    double best() {
        double known = Math.min(best, bestBefore);
        return known == UNKNOWN ? firstImpression : known;
    }

    int answers() {
        return answers;
    }

    /** The time that the window's calls took together. */
    double spent() {
        return spent;
    }

    /** The same, of stragglers only a part. */
    double spentCapped() {
        return spentCapped;
    }

    boolean hasEnoughCandidates() {
        return candidates >= ENOUGH;
    }

    void learn() {
        if (best() == UNKNOWN && candidates > 0) {
            firstImpression = mean();
            dropCandidates();
        } else if (candidates >= ENOUGH) {
            best = Math.min(best, mean());
            dropCandidates();
        }
    }

    private double mean() {
        double mean = sum / candidates;
        double variance = Math.max(0, squares / candidates - mean * mean);
        return mean + LUCK * Math.sqrt(variance / candidates);
    }

    private void dropCandidates() {
        candidates = 0;
        sum = 0;
        squares = 0;
    }

    /** @param limitChanged so that the answers so far say nothing of those to come */
    void beginWindow(boolean limitChanged) {
        answers = 0;
        spent = 0;
        spentCapped = 0;
        if (limitChanged) {
            dropCandidates();
        }
    }

    /** Forgets what is older than a generation, as soon as there is something younger. */
    void beginGeneration() {
        if (best == UNKNOWN && candidates > 0) {
            best = mean();
        }
        dropCandidates();
        if (best != UNKNOWN) {
            bestBefore = best;
            best = UNKNOWN;
        }
    }

    void forget() {
        best = UNKNOWN;
        bestBefore = UNKNOWN;
        firstImpression = UNKNOWN;
    }
}

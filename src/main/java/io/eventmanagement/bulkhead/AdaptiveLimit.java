package io.eventmanagement.bulkhead;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * How many calls may be under way, by what the server shows: more while its answers take as long as at their best, fewer when
 * they take longer or calls are refused (docs/resilience.md, "The limit").
 * <p>
 * It judges window by window. A window is about as long as a call, and counts only calls that began after the limit last
 * changed much. A queue of calls shows as their mean time over the best, each operation measured by its own.
 */
public final class AdaptiveLimit {

    /** Why the limit moved. */
    public enum Reason {

        /** Answers take as long as at their best. */
        GROWTH,
        /** They take longer. */
        LATENCY,
        /** Calls were refused, or not answered in time. */
        REFUSAL,
        /** A circuit has closed, so it begins anew. */
        RECOVERY,
        /** For a moment it is half as high, to see whether answers come faster then; and back. */
        MEASUREMENT
    }

    /** What may be noise: this share of the best, and this time of each call. */
    private static final double TOLERANCE = 1.1;
    private static final double SLACK = 5e6;

    private static final double SHORTEST_WINDOW = 1e8;
    private static final double LONGEST_WINDOW = 1e9;

    /** Where too few calls are answered, a window ends after so many times its length. */
    private static final int PATIENCE = 4;

    /** A best is forgotten after two of these at most. */
    private static final double GENERATION = 1e10;

    private final int min;
    private final int max;
    private final LongSupplier nanos;
    private final AtomicLongArray moves = new AtomicLongArray(Reason.values().length);

    private volatile int limit;

    /** Guarded by {@code this}, as are all fields below. */
    private final List<OperationTimes> operations = new ArrayList<>();
    private double exact;

    /** Whether it doubles with each round of answers, until the first sign of strain. */
    private boolean recovering;
    /** Where the limit goes back to after a measurement; 0 if there is none. */
    private double measuredFrom;
    /** Where the limit and the strain were when latency began to rise; 0 if it hasn't. */
    private double strainedAt;
    private double strainThen;

    private long changed;
    private long generationBegan;
    private long windowBegan;
    private double windowLength = SHORTEST_WINDOW;
    private int answers;
    private int refusals;
    private int peak;

    /**
     * It begins at its upper bound.
     *
     * @param min the lower bound; if it isn't below the upper one, the limit is fixed
     * @param nanos a monotonic clock
     */
    public AdaptiveLimit(int min, int max, LongSupplier nanos) {
        this.min = Math.min(min, max);
        this.max = max;
        this.nanos = nanos;
        exact = max;
        limit = max;
        changed = nanos.getAsLong();
        generationBegan = changed;
        windowBegan = changed;
    }

    /** An operation of the server, whose calls take a time of their own. */
    public synchronized OperationTimes operation() {
        OperationTimes times = new OperationTimes();
        operations.add(times);
        return times;
    }

    public boolean isFixed() {
        return min == max;
    }

    /** How many calls may be under way now. */
    public int now() {
        return limit;
    }

    /** How often it has moved for this reason. */
    public long moves(Reason why) {
        return moves.get(why.ordinal());
    }

    /**
     * A call was answered.
     *
     * @param began when the call began, by the clock
     * @param running how many calls are under way, this one included
     */
    public synchronized void answered(OperationTimes operation, long began, int running) {
        long now = nanos.getAsLong();
        if (began - changed >= 0) {
            operation.add(now - began, recovering ? Double.POSITIVE_INFINITY : now - changed);
            answers++;
        }
        look(now, running);
    }

    /** A call was refused since the server has too many, or wasn't answered in time. */
    public synchronized void refused(long began, int running) {
        if (began - changed >= 0) {
            refusals++;
        }
        look(nanos.getAsLong(), running);
    }

    /** The server is back after an outage. */
    public synchronized void recover(int running) {
        recovering = true;
        measuredFrom = 0;
        strainedAt = 0;
        move(Math.min(exact, running), Reason.RECOVERY);
        beginWindow(nanos.getAsLong(), true);
    }

    private void look(long now, int running) {
        peak = Math.max(peak, running);
        double age = now - windowBegan;
        if (age >= windowLength && answers + refusals > 0 && (measuredFrom > 0 ? isMeasured(age, running) : isSeen(age))) {
            endWindow(now);
        }
    }

    private boolean isSeen(double age) {
        int round = Math.min(peak, limit);
        return answers + refusals >= (recovering ? round : round / 2) || age >= PATIENCE * windowLength;
    }

    private boolean isMeasured(double age, int running) {
        boolean isWanted = running >= limit * 0.9 || age < 2 * windowLength;
        return !isWanted || operations.stream().anyMatch(OperationTimes::hasEnoughCandidates)
                || age >= 2 * PATIENCE * windowLength;
    }

    private void endWindow(long now) {
        double spent = 0;
        double spentCapped = 0;
        double ideal = 0;
        double weights = 0;
        for (OperationTimes operation : operations) {
            operation.learn();
            double best = operation.best();
            double atBest = best * operation.answers();
            if (operation.answers() > 0 && best < Double.POSITIVE_INFINITY) {
                ideal += atBest;
                weights += atBest * best;
                spent += operation.spent();
                spentCapped += Math.max(atBest, operation.spentCapped() - SLACK * operation.answers());
            }
        }
        double before = exact;
        if (ideal > 0) {
            // The time of a usual call: that in which most of what is under way is spent.
            windowLength = Math.min(LONGEST_WINDOW, Math.max(SHORTEST_WINDOW, weights / ideal));
        }
        if (measuredFrom > 0) {
            move(measuredFrom, Reason.MEASUREMENT);
            measuredFrom = 0;
        } else {
            adjust(ideal > 0 ? spentCapped / ideal : 1, ideal > 0 ? spent / ideal : 1);
            age(now, peak >= 0.9 * before && spent > ideal * 1.05);
        }
        beginWindow(now, Math.abs(exact - before) > 0.1 * before);
    }

    /**
     * @param strain how many times as long as at their best calls take
     * @param uncapped the same, with all of what stragglers take
     */
    private void adjust(double strain, double uncapped) {
        double used = Math.min(exact, peak);
        // Far below the limit it is less likely that the load is ours: it gives way step by step.
        boolean isFar = used * 2 < exact;
        if (refusals > 0) {
            recovering = false;
            double share = (double) refusals / (answers + refusals);
            move(isFar ? Math.max(2 * used, exact * 0.75) : used * Math.max(0.5, Math.min(0.9, 1 - share)), Reason.REFUSAL);
        } else if (strain > TOLERANCE) {
            recovering = false;
            if (isInVain(used, uncapped)) {
                // Whatever makes it slow isn't the number of our calls.
                operations.forEach(OperationTimes::forget);
                move(strainedAt, Reason.GROWTH);
                strainedAt = 0;
            } else {
                move(isFar ? Math.max(2 * used, exact * 0.9) : used * Math.max(0.5, 1 / strain) + Math.sqrt(used),
                        Reason.LATENCY);
            }
        } else {
            strainedAt = 0;
            // What is noise elsewhere is a sign here: with twice as many calls it would be a queue.
            recovering &= strain < (1 + TOLERANCE) / 2;
            move(recovering ? exact * 2 / strain : exact / strain + Math.sqrt(exact), Reason.GROWTH);
            recovering &= exact < max;
        }
    }

    /** Whether calls still take nearly as long as they did when there were three times as many. */
    private boolean isInVain(double used, double strain) {
        if (strainedAt == 0 || strain > 1.2 * strainThen) {
            strainedAt = used;
            strainThen = strain;
        }
        return exact <= strainedAt / 3 && strain > 0.7 * strainThen;
    }

    /** @param isQueueing whether there may be a queue, which would soon pass for the best */
    private void age(long now, boolean isQueueing) {
        if (now - generationBegan < GENERATION) {
            return;
        }
        generationBegan = now;
        operations.forEach(OperationTimes::beginGeneration);
        if (isQueueing && !recovering) {
            measuredFrom = exact;
            move(exact / 2, Reason.MEASUREMENT);
        }
    }

    private void move(double to, Reason why) {
        exact = Math.max(min, Math.min(max, to));
        if (limit != (int) exact) {
            limit = (int) exact;
            moves.incrementAndGet(why.ordinal());
        }
    }

    private void beginWindow(long now, boolean limitChanged) {
        windowBegan = now;
        answers = 0;
        refusals = 0;
        peak = 0;
        operations.forEach(operation -> operation.beginWindow(limitChanged));
        if (limitChanged) {
            changed = now;
        }
    }
}

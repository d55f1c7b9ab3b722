package io.eventmanagement.bulkhead;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** All operations of the server. Not thread-safe; {@link AdaptiveLimit} guards it. */
final class Operations {

    /** An operation that takes less than this share of the calls' time says little of the whole. */
    private static final double SMALL_SHARE = 0.1;

    /** A best is forgotten after two of these at most, if there are answers. */
    private static final double GENERATION = 1e10;

    private final List<OperationTimes> all = new ArrayList<>();

    private long generationBegan;

    Operations(long now) {
        generationBegan = now;
    }

    OperationTimes add() {
        OperationTimes times = new OperationTimes();
        all.add(times);
        return times;
    }

    /** Learns from the window's answers how long calls take at their best, and judges the window by that. */
    Strain judge() {
        double spent = 0;
        double spentCapped = 0;
        double variance = 0;
        double ideal = 0;
        double weights = 0;
        for (OperationTimes operation : all) {
            operation.learn();
            double atBest = operation.atBest();
            ideal += atBest;
            if (atBest > 0) {
                weights += atBest * operation.best();
                spent += operation.spent();
                spentCapped += operation.spentCapped();
                variance += operation.variance();
            }
        }
        if (ideal == 0) {
            return Strain.UNKNOWN;
        }
        for (OperationTimes operation : all) {
            operation.weigh(operation.atBest() >= SMALL_SHARE * ideal);
        }
        return new Strain(spentCapped / ideal, Math.sqrt(variance) / ideal, spent / ideal, weights / ideal);
    }

    /** Whether there are enough new answers of each operation that matters, to know how long its calls take now. */
    boolean areMeasured() {
        return all.stream().allMatch(operation -> !operation.matters() || operation.hasEnoughCandidates())
                && all.stream().anyMatch(OperationTimes::hasEnoughCandidates);
    }

    void beginWindow(boolean limitChanged) {
        all.forEach(operation -> operation.beginWindow(limitChanged));
    }

    /** @return if a generation has begun: how many times as long the best of an operation that matters is now */
    OptionalDouble age(long now) {
        if (now - generationBegan < GENERATION) {
            return OptionalDouble.empty();
        }
        generationBegan = now;
        double longer = 1;
        for (OperationTimes operation : all) {
            double times = operation.beginGeneration();
            longer = operation.matters() ? Math.max(longer, times) : longer;
        }
        return OptionalDouble.of(longer);
    }

    void forget() {
        all.forEach(OperationTimes::forget);
    }
}

package io.eventmanagement.bulkhead;

/**
 * Finds out whether fewer calls are of any use against strain: not if a third of them take as long as all did. Not thread-safe;
 * {@link AdaptiveLimit} guards it.
 */
final class Futility {

    private static final double MORE = 1.2;
    private static final double AS_MUCH = 0.7;
    private static final int FEWER = 3;

    /** In the first window with far fewer calls some may still have waited for those before. */
    private static final int WINDOWS = 2;

    /** How many calls there were when latency began to rise, and the strain then; 0 if it hasn't. */
    private double calls;
    private double strain;
    private int windows;

    /** @param limit the present one */
    boolean isShown(double limit, double used, double newStrain) {
        if (calls == 0 || newStrain > MORE * strain) {
            calls = used;
            strain = newStrain;
        }
        windows = limit <= calls / FEWER && newStrain > AS_MUCH * strain ? windows + 1 : 0;
        return windows == WINDOWS;
    }

    /**
     * @param limit the present one
     * @param times how many times as long calls take at their best by now
     */
    boolean isShownByBest(double limit, double times) {
        return limit <= calls / FEWER && times > Math.max(MORE, AS_MUCH * strain);
    }

    /** @return how many calls there were when it began */
    double end() {
        double before = calls;
        calls = 0;
        windows = 0;
        return before;
    }
}

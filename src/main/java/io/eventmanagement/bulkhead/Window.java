package io.eventmanagement.bulkhead;

/** What was seen of calls for about as long as a call takes. Not thread-safe; {@link AdaptiveLimit} guards it. */
final class Window {

    /** Where too few calls are answered, it ends after so many times its length. */
    static final int PATIENCE = 4;

    private double length = Strain.UNKNOWN.windowLength();
    private long began;
    private int answers;
    private int refusals;
    private int peak;

    Window(long now) {
        began = now;
    }

    void begin(long now) {
        began = now;
        answers = 0;
        refusals = 0;
        peak = 0;
    }

    /** @param nanos how long this and further ones take */
    void take(double nanos) {
        length = nanos;
    }

    void answered() {
        answers++;
    }

    void refused() {
        refusals++;
    }

    /** @param running how many calls are under way */
    void saw(int running) {
        peak = Math.max(peak, running);
    }

    /** The most calls that were under way. */
    int peak() {
        return peak;
    }

    /** Whether it has taken so many times its length. */
    boolean hasTaken(int times, long now) {
        return now - began >= times * length;
    }

    boolean isEmpty() {
        return answers + refusals == 0;
    }

    /**
     * Whether enough was seen.
     *
     * @param round calls that may be under way at once
     * @param min so many can't be too many, however few of them are answered
     * @param whole whether all of a round's calls have to be seen, and not half of them
     */
    boolean isSeen(int round, int min, boolean whole, long now) {
        int calls = Math.min(peak, round);
        int seen = answers + refusals;
        return (seen >= OperationTimes.ENOUGH || calls <= min)
                && (seen >= (whole ? calls : calls / 2) || hasTaken(PATIENCE, now));
    }

    /** Whether its answers say something of latency. */
    boolean hasEnoughAnswers() {
        return answers >= OperationTimes.ENOUGH;
    }

    boolean hasRefusals() {
        return refusals > 0;
    }

    boolean isSignOfRefusals() {
        return hasRefusals() && Strain.isSignOfRefusals(shareRefused(), answers + refusals);
    }

    /** Of the calls that were answered or refused. */
    double shareRefused() {
        return (double) refusals / (answers + refusals);
    }
}

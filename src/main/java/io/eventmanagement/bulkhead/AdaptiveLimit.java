package io.eventmanagement.bulkhead;

import java.util.Optional;
import java.util.OptionalDouble;
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

    /** With this share of it under way the limit counts as reached. */
    private static final double REACHED = 0.9;

    /** Calls that began before the limit changed by more than this share of it say nothing of it. */
    private static final double MUCH = 0.11;

    /** Steady; or doubling with each round of answers, until the first sign of strain; or half as high for a moment. */
    private enum Phase {
        STEADY,
        RECOVERING,
        MEASURING
    }

    private final int min;
    private final int max;
    private final LongSupplier nanos;
    private final AtomicLongArray moves = new AtomicLongArray(LimitReason.values().length);

    private volatile int limit;
    private volatile LimitReason moved;

    /** Guarded by {@code this}, as are all fields below. */
    private final Operations operations;
    private double exact;
    private Phase phase = Phase.STEADY;
    /** Where it was before the measurement. */
    private double measuredFrom;
    private final Futility futility = new Futility();
    /**
     * In the window before. One alone may be ourselves: a burst of calls keeps this service busy, and each call waits for that.
     */
    private boolean wasSign;
    private long changed;
    /** When it last gave way. */
    private long shrunk;
    private final Window window;

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
        shrunk = changed;
        operations = new Operations(changed);
        window = new Window(changed);
    }

    /** An operation of the server, whose calls take a time of their own. */
    public synchronized OperationTimes operation() {
        return operations.add();
    }

    public boolean isFixed() {
        return min == max;
    }

    /** How many calls may be under way now. */
    public int now() {
        return limit;
    }

    /** Its upper bound. */
    public int most() {
        return max;
    }

    /** Why it moved last; empty if it never has. */
    public Optional<LimitReason> moved() {
        return Optional.ofNullable(moved);
    }

    /** How often it has moved for this reason. */
    public long moves(LimitReason why) {
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
            operation.add(now - began, phase == Phase.RECOVERING ? Double.POSITIVE_INFINITY : now - changed);
            window.answered();
        }
        look(now, running);
    }

    /** A call was refused since the server has too many, or wasn't answered in time. */
    public synchronized void refused(long began, int running) {
        if (began - shrunk >= 0) {
            window.refused();
        }
        look(nanos.getAsLong(), running);
    }

    /** A call has ended in a way that says nothing of load. */
    public synchronized void ended(int running) {
        look(nanos.getAsLong(), running);
    }

    /** The server is back after an outage. */
    public synchronized void recover(int running) {
        phase = Phase.RECOVERING;
        futility.end();
        move(Math.min(exact, running), LimitReason.RECOVERY);
        shrunk = nanos.getAsLong();
        beginWindow(shrunk, true);
    }

    private void look(long now, int running) {
        window.saw(running);
        boolean isOver = phase == Phase.MEASURING ? isMeasured(now, running)
                : window.isSeen(limit, min, phase == Phase.RECOVERING, now);
        if (isOver && window.hasTaken(1, now) && !window.isEmpty()) {
            endWindow(now);
        }
    }

    private boolean isMeasured(long now, int running) {
        boolean isWanted = running >= limit * REACHED || !window.hasTaken(2, now);
        return !isWanted || operations.areMeasured() || window.hasTaken(2 * Window.PATIENCE, now);
    }

    private void endWindow(long now) {
        Strain strain = operations.judge();
        if (strain != Strain.UNKNOWN) {
            window.take(strain.windowLength());
        }
        double before = exact;
        double used = Math.min(exact, window.peak());
        if (phase == Phase.MEASURING) {
            phase = Phase.STEADY;
            move(measuredFrom, LimitReason.MEASUREMENT);
            if (window.isSignOfRefusals()) {
                giveWayToRefusals(now, measuredFrom);
            }
        } else {
            adjust(now, used, window.hasEnoughAnswers() ? strain : Strain.UNKNOWN);
            age(now, used > min && used >= REACHED * before && strain.mayBeQueue());
        }
        beginWindow(now, Math.abs(exact - before) > MUCH * before);
    }

    private void adjust(long now, double used, Strain strain) {
        if (!strain.isSign()) {
            futility.end();
        }
        if (window.isSignOfRefusals()) {
            giveWayToRefusals(now, used);
        } else if (strain.isSign()) {
            if (wasSign) {
                giveWayToLatency(now, used, strain);
            }
        } else if (!window.hasRefusals()) {
            grow(used >= REACHED * exact, strain);
        }
        wasSign = window.hasRefusals() || strain.isSign();
        phase = wasSign ? Phase.STEADY : phase;
    }

    private void giveWayToRefusals(long now, double used) {
        giveWay(now, used, 1 - window.shareRefused(), LimitReason.REFUSAL);
    }

    private void giveWayToLatency(long now, double used, Strain strain) {
        if (futility.isShown(exact, used, strain.uncapped())) {
            // Whatever makes calls slow isn't their number.
            operations.forget();
            move(futility.end(), LimitReason.GROWTH);
        } else {
            giveWay(now, used, 1 / strain.times(), LimitReason.LATENCY);
        }
    }

    /**
     * To a half at most; and the fewer calls there are below the limit, the less likely it is that the strain is their doing.
     */
    private void giveWay(long now, double used, double share, LimitReason why) {
        double before = exact;
        if (used > min) {
            move(Math.min(exact, exact * Math.max(share, 0.85 - 0.35 * used / exact) + Math.sqrt(used)), why);
            shrunk = exact < before * (1 - MUCH) ? now : shrunk;
        }
    }

    private void grow(boolean isReached, Strain strain) {
        phase = phase == Phase.RECOVERING && !strain.isFirstSign() ? phase : Phase.STEADY;
        double fitting = isReached ? exact / strain.times() : exact;
        // Never down: what isn't a sign may be noise.
        move(Math.max(exact, phase == Phase.RECOVERING ? fitting * 2 : fitting + Math.sqrt(exact)), LimitReason.GROWTH);
        phase = exact < max ? phase : Phase.STEADY;
    }

    /** @param isQueueing whether there may be a queue, which would soon pass for the best */
    private void age(long now, boolean isQueueing) {
        OptionalDouble best = operations.age(now);
        if (best.isPresent() && futility.isShownByBest(exact, best.getAsDouble())) {
            // The old best is gone, and with it the strain: calls aren't any faster.
            move(futility.end(), LimitReason.GROWTH);
        } else if (best.isPresent() && isQueueing && phase == Phase.STEADY) {
            phase = Phase.MEASURING;
            measuredFrom = exact;
            move(exact / 2, LimitReason.MEASUREMENT);
        }
    }

    private void move(double to, LimitReason why) {
        exact = Math.max(min, Math.min(max, to));
        if (limit != (int) exact) {
            limit = (int) exact;
            moved = why;
            moves.incrementAndGet(why.ordinal());
        }
    }

    private void beginWindow(long now, boolean limitChanged) {
        window.begin(now);
        operations.beginWindow(limitChanged);
        if (limitChanged) {
            changed = now;
        }
    }
}

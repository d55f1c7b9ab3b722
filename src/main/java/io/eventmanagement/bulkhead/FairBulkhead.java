package io.eventmanagement.bulkhead;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

/**
 * Limits how many calls are under way at the same time, and shares that limit fairly: while it is reached, waiting calls begin
 * in turn, one per {@link Lane}, so that a lane with thousands of calls never locks out a lane with two.
 * <p>
 * A call that has begun holds its place until it ends, even when nobody waits for its outcome any more: the server is still
 * busy with it.
 */
public final class FairBulkhead {

    private final IntSupplier limit;
    private final int maxWaitingLanes;

    /** Lanes with waiting calls, in the order of their turns. Guarded by {@code this}, as are all fields below. */
    private final Set<Lane> waiting = new LinkedHashSet<>();
    /** Read without the lock, too. */
    private volatile int running;

    /**
     * @param limit how many calls may be under way at the same time: at least one. It may change at any time; where it grows,
     *        waiting calls begin with the end of the next one that is under way, or with {@link #beginWaiting}
     * @param maxWaitingLanes how many lanes may have waiting calls; calls of further lanes are refused
     */
    public FairBulkhead(IntSupplier limit, int maxWaitingLanes) {
        this.limit = limit;
        this.maxWaitingLanes = maxWaitingLanes;
    }

    /**
     * Opens a lane, one for each client request.
     *
     * @param executor begins all calls of the lane but a first one that needn't wait, whichever thread frees their place
     */
    public Lane lane(Executor executor) {
        return new Lane(executor);
    }

    public int limit() {
        return limit.getAsInt();
    }

    /** How many calls are under way. */
    public int running() {
        return running;
    }

    /** How many lanes have waiting calls. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /**
     * Takes a place for a call that nobody needs, if there is room and nobody waits for it.
     *
     * @return whether there was; then {@link #giveBackSpare} has to follow
     */
    public synchronized boolean takeSpare() {
        boolean isSpare = waiting.isEmpty() && running < limit.getAsInt();
        if (isSpare) {
            running++;
        }
        return isSpare;
    }

    public void giveBackSpare() {
        leave();
    }

    /** The calls of one client request. */
    public final class Lane {

        private final Executor executor;
        /** Usually empty, so it starts small. */
        private final Queue<Turn> turns = new ArrayDeque<>(1);
        private int waitingTurns;
        private boolean used;

        private Lane(Executor executor) {
            this.executor = executor;
        }

        /**
         * Runs the call as soon as there is room for it. A call that is cancelled before it begins never begins.
         *
         * @return the call's own outcome; fails with {@link BulkheadFullException} if too many lanes are waiting
         */
        public <T> Uni<T> call(Supplier<Uni<? extends T>> call) {
            return Uni.createFrom().emitter(emitter -> {
                Turn turn = new Turn(this, () -> Uni.createFrom().<T> deferred(call)
                        .onTermination().invoke(FairBulkhead.this::leave)
                        .subscribe().with(emitter::complete, emitter::fail));
                Runnable next = enter(turn, () -> emitter.fail(new BulkheadFullException()));
                emitter.onTermination(() -> withdraw(turn));
                next.run();
            });
        }
    }

    private enum State {
        WAITING,
        ADMITTED,
        OVER
    }

    /** One call's turn: it waits, is admitted, and is over once the call begins or is withdrawn. */
    private static final class Turn {

        private final Lane lane;
        private final Runnable call;
        private State state = State.WAITING;

        private Turn(Lane lane, Runnable call) {
            this.lane = lane;
            this.call = call;
        }
    }

    /** @return the next step, which the caller runs outside the lock */
    private synchronized Runnable enter(Turn turn, Runnable refusal) {
        Lane lane = turn.lane;
        boolean first = !lane.used;
        lane.used = true;
        if (running < limit.getAsInt()) {
            running++;
            turn.state = State.ADMITTED;
            // Later calls go through the executor, which can run other work in between.
            return first ? () -> begin(turn) : () -> lane.executor.execute(() -> begin(turn));
        }
        if (lane.waitingTurns == 0 && waiting.size() == maxWaitingLanes) {
            turn.state = State.OVER;
            return refusal;
        }
        enqueue(turn);
        return () -> {
            // leave() begins the call later.
        };
    }

    private void enqueue(Turn turn) {
        turn.lane.turns.add(turn);
        turn.lane.waitingTurns++;
        waiting.add(turn.lane);
    }

    private void begin(Turn turn) {
        boolean over;
        synchronized (this) {
            over = turn.state == State.OVER;
            turn.state = State.OVER;
        }
        if (over) {
            leave();
        } else {
            turn.call.run();
        }
    }

    /** Gives the place of a call that has ended to the next in turn, and to more of them if the limit has grown. */
    private void leave() {
        begin(true);
    }

    /** Begins waiting calls, if the limit has grown. */
    public void beginWaiting() {
        begin(false);
    }

    private void begin(boolean afterAnother) {
        for (Turn next = admit(afterAnother); next != null; next = admit(false)) {
            Turn turn = next;
            turn.lane.executor.execute(() -> begin(turn));
        }
    }

    /** @return the next in turn, if there is room for it */
    private synchronized Turn admit(boolean afterAnother) {
        if (afterAnother) {
            running--;
        }
        Turn next = running < limit.getAsInt() ? dequeue() : null;
        if (next != null) {
            running++;
        }
        return next;
    }

    private Turn dequeue() {
        Iterator<Lane> lanes = waiting.iterator();
        if (!lanes.hasNext()) {
            return null;
        }
        Lane lane = lanes.next();
        lanes.remove();
        Turn turn = lane.turns.remove();
        while (turn.state != State.WAITING) {
            turn = lane.turns.remove();
        }
        turn.state = State.ADMITTED;
        if (--lane.waitingTurns > 0) {
            waiting.add(lane);
        } else {
            lane.turns.clear();
        }
        return turn;
    }

    /** Takes the same time however many calls wait: the turn stays in its lane's queue, and {@code dequeue} skips it. */
    private synchronized void withdraw(Turn turn) {
        if (turn.state == State.WAITING && --turn.lane.waitingTurns == 0) {
            turn.lane.turns.clear();
            waiting.remove(turn.lane);
        }
        turn.state = State.OVER;
    }
}

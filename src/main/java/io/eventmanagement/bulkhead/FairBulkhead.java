package io.eventmanagement.bulkhead;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

/**
 * One limit on the calls that are under way at the same time, shared fairly: while it is reached, waiting calls begin in
 * turn, one per {@link Lane}, so that a lane with thousands of calls never locks out a lane with two.
 * <p>
 * A call that has begun holds its place until it ends, even when nobody waits for its outcome any more: it still burdens
 * whoever serves it.
 */
public final class FairBulkhead {

    private final int limit;
    private final int maxWaitingLanes;

    /** The lanes with waiting calls, in the order of their turns. Guarded by {@code this}, as are all fields below. */
    private final Set<Lane> waiting = new LinkedHashSet<>();
    private int running;

    /**
     * @param limit calls that may be under way at the same time
     * @param maxWaitingLanes lanes that may have calls waiting; one more is refused
     */
    public FairBulkhead(int limit, int maxWaitingLanes) {
        this.limit = limit;
        this.maxWaitingLanes = maxWaitingLanes;
    }

    /**
     * Opens a lane; each client request has its own.
     *
     * @param executor where the lane's waiting calls begin, whichever thread it is that makes room for them
     */
    public Lane lane(Executor executor) {
        return new Lane(executor);
    }

    public int limit() {
        return limit;
    }

    /** Calls that are under way. */
    public synchronized int running() {
        return running;
    }

    /** Lanes with calls that wait. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** The calls of one client request. */
    public final class Lane {

        private final Executor executor;
        /** Most never have one. */
        private final Queue<Turn> turns = new ArrayDeque<>(1);
        private int waitingTurns;
        private boolean used;

        private Lane(Executor executor) {
            this.executor = executor;
        }

        /**
         * Runs the call as soon as there is room for it. Cancelled before that, it never begins.
         *
         * @return the call's own outcome, or {@link BulkheadFullException}
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

    /** A call on its way to its beginning. */
    private static final class Turn {

        private final Lane lane;
        private final Runnable call;
        private State state = State.WAITING;

        private Turn(Lane lane, Runnable call) {
            this.lane = lane;
            this.call = call;
        }
    }

    /** @return what is to be done next, outside of the lock */
    private synchronized Runnable enter(Turn turn, Runnable refusal) {
        Lane lane = turn.lane;
        boolean first = !lane.used;
        lane.used = true;
        if (running < limit) {
            running++;
            turn.state = State.ADMITTED;
            // What follows the first call goes through the executor, which may let other work have its turn in between.
            return first ? () -> begin(turn) : () -> lane.executor.execute(() -> begin(turn));
        }
        if (lane.waitingTurns == 0 && waiting.size() == maxWaitingLanes) {
            turn.state = State.OVER;
            return refusal;
        }
        enqueue(turn);
        return () -> {
            // leave() begins it.
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

    /** Hands the place of a call that has ended to the next in turn. */
    private void leave() {
        Turn next;
        synchronized (this) {
            next = dequeue();
            if (next == null) {
                running--;
                return;
            }
        }
        next.lane.executor.execute(() -> begin(next));
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

    /** Costs the same however many calls wait: the turn stays in its lane's queue and is passed over. */
    private synchronized void withdraw(Turn turn) {
        if (turn.state == State.WAITING && --turn.lane.waitingTurns == 0) {
            turn.lane.turns.clear();
            waiting.remove(turn.lane);
        }
        turn.state = State.OVER;
    }
}

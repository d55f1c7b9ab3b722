package io.eventmanagement.reads;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

import io.eventmanagement.bulkhead.FairBulkhead.Lane;
import io.eventmanagement.reads.Flight.Waiter;
import io.smallrye.mutiny.subscription.Cancellable;

/** Makes concurrent calls for the same thing one call (request coalescing). */
final class Flights {

    private final CacheStore store;
    private final ConcurrentMap<Key, Flight<?>> current = new ConcurrentHashMap<>();

    Flights(CacheStore store) {
        this.store = store;
    }

    /**
     * Waits for the call for this key that is under way, or makes it. One that began before the key was outdated isn't joined.
     *
     * @param lane in which the waiter has its turn, until the call has begun
     * @return to be run when the waiter goes away; the call is left to the others
     */
    <V> Runnable join(Key key, Waiter<V> waiter, Lane lane, Flight.Call<V> call) {
        return board(key, waiter, lane, call, flight -> !store.isOutdated(key, flight.order()));
    }

    /** Whether there is a call for this key that may be joined. */
    boolean has(Key key) {
        Flight<?> flight = current.get(key);
        return flight != null && !store.isOutdated(key, flight.order());
    }

    /**
     * As {@link #join}, but a call that has begun isn't joined: it may hang since a time of which nobody wants to know any
     * more.
     */
    <V> Runnable joinNew(Key key, Waiter<V> waiter, Lane lane, Flight.Call<V> call) {
        return board(key, waiter, lane, call, Flight::isWaiting);
    }

    @SuppressWarnings("unchecked") // what is under way for a key is of the key's kind
    private <V> Runnable board(Key key, Waiter<V> waiter, Lane lane, Flight.Call<V> call, Predicate<Flight<?>> mayBeJoined) {
        Flight<V> own = new Flight<>(call, over -> current.remove(key, over));
        own.add(waiter);
        Flight<V> boarded = (Flight<V>) current.compute(key, (same, flight) -> {
            // Before it is one of the crew, and may be told the outcome.
            waiter.join(true);
            if (flight != null && mayBeJoined.test(flight) && ((Flight<V>) flight).add(waiter)) {
                return flight;
            }
            waiter.join(false);
            return own;
        });
        return await(boarded, waiter, lane);
    }

    /** Makes a call of the waiter's own, which nobody joins. */
    <V> Runnable alone(Waiter<V> waiter, Lane lane, Flight.Call<V> call) {
        Flight<V> own = new Flight<>(call, over -> {
            // Nobody has to be kept from joining it.
        });
        own.add(waiter);
        return await(own, waiter, lane);
    }

    /** A waiter without a turn is none of the crew: it would keep a call that nobody begins. */
    private static <V> void refuse(Flight<V> flight, Waiter<V> waiter, Throwable full) {
        if (flight.leave(waiter)) {
            waiter.tell(null, full);
        }
    }

    private <V> Runnable await(Flight<V> flight, Waiter<V> waiter, Lane lane) {
        if (flight.isWaiting()) {
            Cancellable turn = lane.call(() -> flight.begin(store.order())).subscribe().with(over -> {
                // The flight itself tells its outcome.
            }, full -> refuse(flight, waiter, full));
            waiter.takeTurn(turn);
        }
        return () -> {
            flight.leave(waiter);
            waiter.giveUpTurn();
        };
    }
}

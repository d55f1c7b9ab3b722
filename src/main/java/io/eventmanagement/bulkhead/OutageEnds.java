package io.eventmanagement.bulkhead;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Tells a circuit that closes after an outage of the server from one that was the only one to be open. */
public final class OutageEnds {

    /** A server that answers so many calls isn't out. */
    private static final int ENOUGH = 16;

    private final Map<String, Opening> openings = new ConcurrentHashMap<>();

    private record Opening(long at, LongAdder answers) {
    }

    /** @param at when, by the clock */
    public void opened(String circuit, long at) {
        openings.putIfAbsent(circuit, new Opening(at, new LongAdder()));
    }

    /** @return whether the server was out since it opened */
    public boolean closed(String circuit) {
        Opening opening = openings.remove(circuit);
        return opening != null && opening.answers.sum() < ENOUGH;
    }

    /**
     * A call to whichever operation was answered.
     *
     * @param began when the call began: one that began before the outage says nothing of it
     */
    public void answered(long began) {
        openings.values().stream().filter(opening -> began - opening.at >= 0).forEach(opening -> opening.answers.increment());
    }
}

package io.eventmanagement.bulkhead;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a {@link FairBulkhead} promises, told with plain queues. */
final class BulkheadModel {

    private final int limit;
    private final int maxWaitingLanes;

    /** In the order of the lanes' turns; a lane without waiting calls isn't there. */
    private final Map<Integer, Deque<String>> waiting = new LinkedHashMap<>();
    final List<String> underWay = new ArrayList<>();
    final List<String> begun = new ArrayList<>();

    BulkheadModel(int limit, int maxWaitingLanes) {
        this.limit = limit;
        this.maxWaitingLanes = maxWaitingLanes;
    }

    /** @return whether the call isn't refused */
    boolean enter(int lane, String name) {
        if (underWay.size() < limit) {
            begin(name);
        } else if (waiting.containsKey(lane) || waiting.size() < maxWaitingLanes) {
            waiting.computeIfAbsent(lane, key -> new ArrayDeque<>()).add(name);
        } else {
            return false;
        }
        return true;
    }

    void end(String name) {
        underWay.remove(name);
        if (!waiting.isEmpty()) {
            int lane = waiting.keySet().iterator().next();
            Deque<String> calls = waiting.remove(lane);
            begin(calls.remove());
            if (!calls.isEmpty()) {
                waiting.put(lane, calls);
            }
        }
    }

    void cancel(String name) {
        waiting.values().forEach(calls -> calls.remove(name));
        waiting.values().removeIf(Deque::isEmpty);
    }

    private void begin(String name) {
        begun.add(name);
        underWay.add(name);
    }
}

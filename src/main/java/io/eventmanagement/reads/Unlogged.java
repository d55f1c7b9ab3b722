package io.eventmanagement.reads;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What couldn't be logged. More than a thousand writes are {@link Change#ALL}. */
final class Unlogged {

    private static final int MOST = 1_000;

    /** By name. Guarded by {@code this}. */
    private final Map<String, Change> changes = new LinkedHashMap<>();

    synchronized void add(List<Change> more) {
        more.forEach(change -> changes.merge(change.name(), change, (known, same) -> known.certain() ? known : same));
        if (changes.size() > MOST) {
            changes.keySet().retainAll(Set.of(Change.FORGOTTEN.name()));
            changes.put(Change.ALL.name(), Change.ALL);
        }
    }

    /** Takes all away. */
    synchronized Missing take() {
        Missing taken = new Missing(List.copyOf(changes.values()));
        changes.clear();
        return taken;
    }

    /** What is to be logged. */
    record Missing(List<Change> all) {

        boolean isEmpty() {
            return all.isEmpty();
        }

        /** Whether all values are to be forgotten. */
        boolean forgets() {
            return all.contains(Change.FORGOTTEN);
        }

        /** Whether it takes a new log. */
        boolean needsNewLog() {
            return forgets() || all.contains(Change.ALL);
        }

        /** What the log itself is told. */
        List<Change> entries() {
            return all.stream().filter(change -> !change.equals(Change.FORGOTTEN)).toList();
        }
    }
}

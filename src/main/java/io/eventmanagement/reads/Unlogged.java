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
    synchronized List<Change> take() {
        List<Change> taken = List.copyOf(changes.values());
        changes.clear();
        return taken;
    }
}

package io.eventmanagement.reads;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes that couldn't be logged. Beyond a thousand it is remembered only that there were any. */
final class Unlogged {

    private static final int MOST = 1_000;

    /** By name, whether certain. Guarded by {@code this}, as is the field below. */
    private final Map<String, Boolean> changes = new LinkedHashMap<>();
    private boolean tooMany;

    /** @param tooMany whether there were more of them */
    record Taken(List<Change> changes, boolean tooMany) {

        boolean isEmpty() {
            return changes.isEmpty() && !tooMany;
        }
    }

    synchronized void add(List<Change> more) {
        more.forEach(change -> {
            if (changes.containsKey(change.name()) || changes.size() < MOST) {
                changes.merge(change.name(), change.certain(), Boolean::logicalOr);
            } else {
                tooMany = true;
            }
        });
    }

    synchronized void add(Taken taken) {
        tooMany |= taken.tooMany();
        add(taken.changes());
    }

    /** Takes all away. */
    synchronized Taken take() {
        Taken taken = new Taken(changes.entrySet().stream().map(one -> new Change(one.getValue(), one.getKey())).toList(),
                tooMany);
        changes.clear();
        tooMany = false;
        return taken;
    }
}

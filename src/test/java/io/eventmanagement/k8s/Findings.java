package io.eventmanagement.k8s;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong, each told once though several overlays have it. */
final class Findings {

    private final Set<String> all = new LinkedHashSet<>();

    /** @param where the field, such as {@code spec.replicas} */
    void add(String file, String where, String what) {
        all.add(file + ": " + where + ": " + what);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<String> all() {
        return List.copyOf(all);
    }
}

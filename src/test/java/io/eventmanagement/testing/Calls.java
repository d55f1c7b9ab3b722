package io.eventmanagement.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/** Calls that tell in which order they begin, and that end when the test says so. */
public final class Calls {

    private final List<String> begun = new ArrayList<>();
    private final Map<String, UniEmitter<? super String>> underWay = new LinkedHashMap<>();

    public Supplier<Uni<? extends String>> named(String name) {
        return () -> {
            begun.add(name);
            return Uni.createFrom().emitter(emitter -> underWay.put(name, emitter));
        };
    }

    public void end(String name) {
        underWay.remove(name).complete(name);
    }

    public void fail(String name) {
        underWay.remove(name).fail(new IllegalStateException(name));
    }

    /** Ends whatever is under way, and what begins thereby, the eldest first. */
    public void endAll() {
        while (!underWay.isEmpty()) {
            end(underWay().get(0));
        }
    }

    public List<String> begun() {
        return begun;
    }

    /** The calls that have begun and not ended, the eldest first. */
    public List<String> underWay() {
        return List.copyOf(underWay.keySet());
    }
}

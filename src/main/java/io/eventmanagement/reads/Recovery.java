package io.eventmanagement.reads;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The way back from an outage (docs/resilience.md, "Recovery"): while a circuit isn't closed and only a call can move it on,
 * a read has one made in the background, one at a time for each source.
 * <p>
 * What there is to remember is that call, and only until it is over, however it ends. How the circuit came to where it is
 * doesn't matter, nor who else looked at it.
 */
final class Recovery<V> {

    private final Set<Source<V>> asked = ConcurrentHashMap.newKeySet();

    /** @param call asks the source; runs what it is given as soon as it is over, or won't begin */
    void ask(Source<V> source, Consumer<Runnable> call) {
        if (!source.circuit().awaitsCall() || !asked.add(source)) {
            return;
        }
        try {
            call.accept(() -> asked.remove(source));
        } catch (RuntimeException e) {
            asked.remove(source);
            throw e;
        }
    }
}

package io.eventmanagement.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Singleton;

/** The requests of this replica that wait for the end of an operation: at most as many as there are requests. */
@Singleton
class Waiters {

    /** Those who have waited the longest come first. Guarded by {@code this}. */
    private final Map<UUID, List<CompletableFuture<Operation>>> waiting = new LinkedHashMap<>();

    /** @return completes with the operation once it is over; {@link #leave} has to follow in any case */
    synchronized CompletableFuture<Operation> join(UUID operation) {
        CompletableFuture<Operation> over = new CompletableFuture<>();
        waiting.computeIfAbsent(operation, same -> new ArrayList<>(1)).add(over);
        return over;
    }

    synchronized void leave(UUID operation, CompletableFuture<Operation> over) {
        waiting.computeIfPresent(operation, (same, those) -> {
            those.remove(over);
            return those.isEmpty() ? null : those;
        });
    }

    void tell(Operation ended) {
        List<CompletableFuture<Operation>> those;
        synchronized (this) {
            those = waiting.remove(ended.id());
        }
        if (those != null) {
            those.forEach(over -> over.complete(ended));
        }
    }

    /** What is waited for; another replica may have ended it. */
    synchronized List<UUID> awaited(int most) {
        return waiting.keySet().stream().limit(most).toList();
    }
}

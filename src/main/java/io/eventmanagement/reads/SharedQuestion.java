package io.eventmanagement.reads;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.vertx.core.Future;

/** A question of which one is under way at a time; who comes meanwhile shares the next. */
final class SharedQuestion {

    private final Supplier<Future<Void>> question;

    /** Who wait for the next one. Guarded by {@code this}, as is the field below. */
    private List<Consumer<Boolean>> waiting = new ArrayList<>();
    private boolean asking;

    SharedQuestion(Supplier<Future<Void>> question) {
        this.question = question;
    }

    /** @param told whether one succeeded that began since */
    void join(Consumer<Boolean> told) {
        synchronized (this) {
            waiting.add(told);
            if (asking) {
                return;
            }
            asking = true;
        }
        ask();
    }

    private void ask() {
        List<Consumer<Boolean>> crew = crew();
        question.get().onComplete(asked -> {
            if (asked.failed()) {
                // Who came later has waited less, but wouldn't fare better.
                crew.addAll(crew());
            }
            boolean isMore;
            synchronized (this) {
                isMore = !waiting.isEmpty();
                asking = isMore;
            }
            if (isMore) {
                ask();
            }
            crew.forEach(one -> one.accept(asked.succeeded()));
        });
    }

    private synchronized List<Consumer<Boolean>> crew() {
        List<Consumer<Boolean>> crew = waiting;
        waiting = new ArrayList<>();
        return crew;
    }
}

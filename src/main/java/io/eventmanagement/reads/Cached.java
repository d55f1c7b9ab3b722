package io.eventmanagement.reads;

import java.util.function.Function;

/** An answer, and how it was come by. */
public record Cached<V>(V value, CacheUse use) {

    public <R> Cached<R> map(Function<? super V, ? extends R> mapper) {
        return new Cached<>(mapper.apply(value), use);
    }
}

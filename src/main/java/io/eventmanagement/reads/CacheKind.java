package io.eventmanagement.reads;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Values that are kept under the same rules.
 *
 * @param name under which they are counted
 * @param ttl for how long a value is fresh; zero if it is to be fetched each time
 * @param stale how old a value may be that is served while its source fails; zero for never
 * @param bytes how much memory a value takes, about
 */
public record CacheKind<V>(String name, Function<V, Duration> ttl, Function<V, Duration> stale, ToIntFunction<V> bytes) {
}

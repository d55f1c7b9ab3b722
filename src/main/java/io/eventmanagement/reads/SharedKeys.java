package io.eventmanagement.reads;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.eventmanagement.redis.RedisKeys;

/** How keys are called in Redis. */
final class SharedKeys {

    /** Longer ids aren't shared: nobody's are, and the log keeps many. */
    private static final int LONGEST_ID = 200;

    private final String prefix;
    private final Map<Character, CacheKind<?>> kinds = new ConcurrentHashMap<>();

    SharedKeys(String prefix) {
        this.prefix = RedisKeys.prefix(prefix);
    }

    void know(SharedKind<?> shared) {
        kinds.put(shared.letter(), shared.kind());
    }

    String log() {
        return prefix + "writes";
    }

    /** @return empty if it isn't shared */
    static Optional<String> name(SharedKind<?> shared, String id) {
        return id.length() > LONGEST_ID ? Optional.empty() : Optional.of(shared.letter() + id);
    }

    String value(String name) {
        return prefix + (name.isEmpty() ? "" : name.charAt(0) + ":" + name.substring(1));
    }

    /** Is there while somebody fetches the value. */
    String claim(String name) {
        return prefix + "c:" + name;
    }

    /** @return empty for what a newer version of this service may share, and for what isn't one value's name */
    Optional<Key> key(String name) {
        return name.isEmpty() ? Optional.empty()
                : Optional.ofNullable(kinds.get(name.charAt(0))).map(kind -> new Key(kind, name.substring(1)));
    }
}

package io.eventmanagement.reads;

import java.time.Duration;

/**
 * Where an answer came from, in the terms of {@code Cache-Status} (RFC 9211).
 *
 * @param forward why the source was asked; {@link Forward#NONE} if it wasn't, or failed
 * @param shared whether the call was one that another reader had begun
 * @param stale whether it is the last good answer, served since a newer one can't be had
 * @param others whether another replica had fetched it
 * @param age since it was fetched
 * @param ttl for how long it is fresh; zero or negative if it is stale
 */
public record CacheUse(Forward forward, boolean shared, boolean stale, boolean others, Duration age, Duration ttl) {

    /** Why a request went on to the source. */
    public enum Forward {
        /** It didn't: the cache answered. */
        NONE("none"),
        /** Nothing was known. */
        URI_MISS("uri-miss"),
        /** What was known is too old. */
        STALE("stale"),
        /** The reader didn't take what was known. */
        REQUEST("request"),
        /** For a part; other parts were known. */
        PARTIAL("partial"),
        /** Different parts for different reasons. */
        MISS("miss");

        private final String token;

        Forward(String token) {
            this.token = token;
        }

        /** How RFC 9211, 2.2 calls it. */
        public String token() {
            return token;
        }
    }

    static CacheUse hit(Duration age, Duration ttl) {
        return new CacheUse(Forward.NONE, false, false, false, age, ttl);
    }

    static CacheUse stale(Duration age, Duration ttl) {
        return new CacheUse(Forward.NONE, false, true, false, age, ttl);
    }

    static CacheUse fetched(Forward why, boolean shared, Duration ttl) {
        return new CacheUse(why, shared, false, false, Duration.ZERO, ttl);
    }

    /** Of the same answer, brought by a look-up. */
    CacheUse ofOthers() {
        return new CacheUse(forward, shared, stale, true, age, ttl);
    }

    /** Of an answer that is put together from two: as old as its older part. */
    public CacheUse and(CacheUse other) {
        return new CacheUse(both(forward, other.forward), shared || other.shared, stale || other.stale,
                others || other.others, age.compareTo(other.age) > 0 ? age : other.age,
                ttl.compareTo(other.ttl) < 0 ? ttl : other.ttl);
    }

    private static Forward both(Forward a, Forward b) {
        if (a == b) {
            return a;
        }
        boolean partial = a == Forward.NONE || b == Forward.NONE || a == Forward.PARTIAL || b == Forward.PARTIAL;
        return partial ? Forward.PARTIAL : Forward.MISS;
    }
}

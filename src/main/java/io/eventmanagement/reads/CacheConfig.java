package io.eventmanagement.reads;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import io.eventmanagement.settings.Milliseconds;
import io.eventmanagement.upstream.Answer;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithName;

/** How long event.com's answers are kept, and for what. */
@ConfigMapping(prefix = "")
public interface CacheConfig {

    /** Whether concurrent reads of the same thing are one call. */
    @WithName("SHARE_READS")
    boolean shareReads();

    /** For how long an event by its key is fresh. */
    @WithName("CACHE_EVENT_TTL_MS")
    @WithConverter(Milliseconds.class)
    Duration eventTtl();

    /** For how long a user by its id is fresh, and the word that there is none. */
    @WithName("CACHE_USER_TTL_MS")
    @WithConverter(Milliseconds.class)
    Duration userTtl();

    /** For how long the lists of all users and of all events are fresh. */
    @WithName("CACHE_LIST_TTL_MS")
    @WithConverter(Milliseconds.class)
    Duration listTtl();

    /** The age up to which the last good answer is served while event.com fails. */
    @WithName("CACHE_STALE_MS")
    @WithConverter(Milliseconds.class)
    Duration stale();

    /** The memory that all of them may take, in MiB. */
    @WithName("CACHE_MAX_WEIGHT_MB")
    int maxWeightMb();

    default CacheKind<Answer.Listing> lists() {
        return new CacheKind<>("lists", list -> listTtl(), list -> stale(), Answer::bytes);
    }

    /** That there is no such user isn't said on the strength of an old answer. */
    default CacheKind<Optional<Answer.User>> users() {
        return new CacheKind<>("users", user -> userTtl(), user -> user.isPresent() ? stale() : Duration.ZERO,
                CacheConfig::bytes);
    }

    /** An event that isn't there yet may come soon; one that is there changes seldom. */
    default CacheKind<Optional<Answer.Event>> events() {
        return new CacheKind<>("events", event -> event.isPresent() ? eventTtl() : shorter(eventTtl(), userTtl()),
                event -> stale(), CacheConfig::bytes);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static int bytes(Optional<? extends Answer> answer) {
        return answer.map(Answer::bytes).orElse(0);
    }

    /** The longest time for which any answer may be of use. */
    default Duration longest() {
        return Stream.of(eventTtl(), userTtl(), listTtl(), stale()).max(Duration::compareTo).orElseThrow();
    }
}

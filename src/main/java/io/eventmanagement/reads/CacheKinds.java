package io.eventmanagement.reads;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import io.eventmanagement.settings.CacheConfig;
import io.eventmanagement.time.Durations;
import io.eventmanagement.upstream.Answer;

/** For what event.com's answers are kept, and how long. */
record CacheKinds(CacheConfig config) {

    CacheKind<Answer.Listing> lists() {
        return new CacheKind<>("lists", list -> config.listTtl(), list -> config.stale(), Answer::bytes);
    }

    /** That there is no such user isn't said on the strength of an old answer. */
    CacheKind<Optional<Answer.User>> users() {
        return new CacheKind<>("users", user -> config.userTtl(), user -> user.isPresent() ? config.stale() : Duration.ZERO,
                CacheKinds::bytes);
    }

    /** An event that isn't there yet may come soon; one that is there changes seldom. */
    CacheKind<Optional<Answer.Event>> events() {
        return new CacheKind<>("events",
                event -> event.isPresent() ? config.eventTtl() : Durations.shorter(config.eventTtl(), config.userTtl()),
                event -> config.stale(), CacheKinds::bytes);
    }

    private static int bytes(Optional<? extends Answer> answer) {
        return answer.map(Answer::bytes).orElse(0);
    }

    /** The longest time for which any answer may be of use. */
    Duration longest() {
        return Stream.of(config.eventTtl(), config.userTtl(), config.listTtl(), config.stale()).max(Duration::compareTo)
                .orElseThrow();
    }
}

package io.eventmanagement.reads;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

import io.eventmanagement.upstream.Answer;
import io.eventmanagement.upstream.StoredAnswers;

/**
 * Values of one kind, as replicas share them.
 *
 * @param letter their keys begin with it
 * @param awaited whether what another replica fetches is worth having: what isn't fresh even then would be fetched again
 * @param bytes of a value; empty for the word that there is none
 * @param value of bytes; fails if they can't be read
 */
record SharedKind<V>(CacheKind<V> kind, char letter, boolean awaited, Function<V, Optional<byte[]>> bytes,
        Function<Optional<byte[]>, V> value) {

    static SharedKind<Answer.Listing> lists(CacheKind<Answer.Listing> kind, Duration ttl) {
        return new SharedKind<>(kind, 'l', !ttl.isZero(), list -> Optional.of(list.json()),
                bytes -> StoredAnswers.read(Answer.Listing.class, bytes.orElseThrow()));
    }

    static SharedKind<Optional<Answer.User>> users(CacheKind<Optional<Answer.User>> kind, Duration ttl) {
        return new SharedKind<>(kind, 'u', !ttl.isZero(), user -> user.map(Answer::json),
                bytes -> bytes.map(json -> StoredAnswers.read(Answer.User.class, json)));
    }

    static SharedKind<Optional<Answer.Event>> events(CacheKind<Optional<Answer.Event>> kind, Duration ttl) {
        return new SharedKind<>(kind, 'e', !ttl.isZero(), event -> event.map(Answer::json),
                bytes -> bytes.map(json -> StoredAnswers.read(Answer.Event.class, json)));
    }
}

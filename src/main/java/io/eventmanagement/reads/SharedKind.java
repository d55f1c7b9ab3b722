package io.eventmanagement.reads;

import java.util.Optional;
import java.util.function.Function;

import io.eventmanagement.upstream.Answer;
import io.eventmanagement.upstream.StoredAnswers;

/**
 * Values of one kind, as replicas share them.
 *
 * @param letter their keys begin with it
 * @param bytes of a value; empty for the word that there is none
 * @param value of bytes; fails if they can't be read
 */
record SharedKind<V>(CacheKind<V> kind, char letter, Function<V, Optional<byte[]>> bytes,
        Function<Optional<byte[]>, V> value) {

    static SharedKind<Answer.Listing> lists(CacheKind<Answer.Listing> kind) {
        return new SharedKind<>(kind, 'l', list -> Optional.of(list.json()),
                bytes -> StoredAnswers.read(Answer.Listing.class, bytes.orElseThrow()));
    }

    static SharedKind<Optional<Answer.User>> users(CacheKind<Optional<Answer.User>> kind) {
        return new SharedKind<>(kind, 'u', user -> user.map(Answer::json),
                bytes -> bytes.map(json -> StoredAnswers.read(Answer.User.class, json)));
    }

    static SharedKind<Optional<Answer.Event>> events(CacheKind<Optional<Answer.Event>> kind) {
        return new SharedKind<>(kind, 'e', event -> event.map(Answer::json),
                bytes -> bytes.map(json -> StoredAnswers.read(Answer.Event.class, json)));
    }
}

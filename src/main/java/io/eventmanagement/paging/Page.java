package io.eventmanagement.paging;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One page of a collection.
 *
 * @param next the cursor of the next page; null on the last one
 */
@RegisterForReflection // JsonAnswers writes it, which Quarkus can't see at build time
public record Page<T>(List<T> items, String next) {
}
